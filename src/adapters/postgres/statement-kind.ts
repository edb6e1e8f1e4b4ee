/** What a statement is, as far as the session must know before it sends it. */

/** Anything behind a semicolon; one inside a string counts too, which costs nothing but a shortcut. */
export const severalStatements = /;\s*[^\s;]/

/** True for one query; whatever is not plainly so is taken for a change. */
export function readsOnly(sql: string): boolean {
  const start = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(select|with|values|table|show|explain)\b/i.exec(sql)
  if (!start || severalStatements.test(sql)) return false
  return /^(values|table|show)$/i.test(start[1] ?? '') || !/\b(insert|update|delete|merge|into|analyze)\b/i.test(sql)
}

/** `BEGIN`, `COMMIT` … sent as plain statements, as hooks do, are the session's own affair. */
export function transactionControl(sql: string): 'begin' | 'commit' | 'rollback' | undefined {
  if (sql.length > 400) return undefined
  const bare = sql.replace(/\/\*.*?\*\/|--[^\n]*/gs, ' ').trim()
  const word = /^(begin|start|commit|end|rollback|abort)(\s+(transaction|work))?\s*;?$/i.exec(bare)?.[1]?.toLowerCase()
  switch (word) {
    case 'begin':
    case 'start':
      return 'begin'
    case 'commit':
    case 'end':
      return 'commit'
    case 'rollback':
    case 'abort':
      return 'rollback'
    default:
      return undefined
  }
}

/** dbt's drivers mark bound values by `%s`; the server knows `$1` …. A doubled `%` is one. */
export function numberedParameters(sql: string): string {
  let count = 0
  return sql.replace(/%s|%%/g, (mark) => {
    if (mark === '%%') return '%'
    count++
    return `$${count}`
  })
}
