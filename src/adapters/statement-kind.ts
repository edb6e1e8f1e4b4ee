/** What a statement is, as far as the session must know before it sends it. */

export const severalStatements = /;\s*[^\s;]/

/**
 * True for one query that changes nothing: it needs no transaction begun for it. Whatever is not plainly so is taken for
 * a change. (`select nextval(…)` is no matter: sequences ignore transactions.)
 */
export function readsOnly(sql: string): boolean {
  const start = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(select|with|from|values|describe|show|summarize)\b/i.exec(sql)
  if (!start || severalStatements.test(sql)) return false
  return !/^with$/i.test(start[1] ?? '') || !/\b(insert|update|delete|merge)\b/i.test(sql)
}

/** `BEGIN`, `COMMIT` … sent as plain statements, as hooks do, must keep the flag true. */
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
