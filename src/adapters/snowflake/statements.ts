/** SQL as the server takes it: one statement at a time. Cut at semicolons outside of text, names and comments. */

export interface Statement {
  readonly sql: string
  /** Where it starts in the whole, in UTF-16 units. */
  readonly offset: number
}

/** In order of what may start at a character; each is whole, or reaches the end. `//` is a comment on Snowflake. */
const token = /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$\$[\s\S]*?(?:\$\$|$)|(?:--|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/g

/** Statements that hold more than comments, without their semicolons. */
export function splitStatements(sql: string): Statement[] {
  const found: Statement[] = []
  let start = 0
  for (const match of sql.matchAll(token)) {
    if (match[0] !== ';') continue
    found.push({ sql: sql.slice(start, match.index), offset: start })
    start = match.index + 1
  }
  found.push({ sql: sql.slice(start), offset: start })
  return found.filter((statement) => withoutComments(statement.sql).trim() !== '').map(trimmed)
}

function trimmed({ sql, offset }: Statement): Statement {
  return { sql: sql.trim(), offset: offset + sql.length - sql.trimStart().length }
}

/** The comment behind a text says who sent it. In the query history each statement stands for itself, so each gets it. */
export function signed(statements: readonly Statement[]): Statement[] {
  const last = statements.length - 1
  const comment = /\n\/\* (?:(?!\*\/)[\s\S])* \*\/\s*$/.exec(statements[last]?.sql ?? '')?.[0] ?? ''
  return statements.map((statement, index) => (index === last ? statement : { ...statement, sql: statement.sql.trimEnd() + comment }))
}

export function withoutComments(sql: string): string {
  return sql.replace(token, (part) => (/^(--|\/\/|\/\*)/.test(part) ? ' ' : part))
}

export type Control = 'begin' | 'commit' | 'rollback'

/** What a statement does to the transaction it stands in. DDL commits it. */
export function transactionControl(sql: string): Control | undefined {
  const bare = withoutComments(sql.length > 4000 ? sql.slice(0, 4000) : sql).trim()
  if (/^(begin(\s+(work|transaction))?(\s+name\s+\S+)?|start\s+transaction(\s+name\s+\S+)?)$/i.test(bare)) return 'begin'
  if (/^commit(\s+work)?$/i.test(bare)) return 'commit'
  if (/^rollback(\s+work)?$/i.test(bare)) return 'rollback'
  return undefined
}

export function isDdl(sql: string): boolean {
  return (
    /^\s*(create|alter|drop|undrop|comment|grant|revoke|truncate)\b/i.test(withoutComments(sql.slice(0, 4000))) &&
    !/^\s*alter\s+session\b/i.test(sql)
  )
}

/** True for one query: it changes nothing, and its columns can be told without running it. */
export function isQuery(sql: string): boolean {
  return /^[\s(]*(select|with|show|describe|desc|list|values)\b/i.test(withoutComments(sql))
}
