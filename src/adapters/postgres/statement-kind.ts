/** What a statement is, as far as the session must know before it sends it. */

import { severalStatements } from '../statement-kind.js'

/** True for one query; whatever is not plainly so is taken for a change. */
export function readsOnly(sql: string): boolean {
  const start = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(select|with|values|table|show|explain)\b/i.exec(sql)
  if (!start || severalStatements.test(sql)) return false
  return /^(values|table|show)$/i.test(start[1] ?? '') || !/\b(insert|update|delete|merge|into|analyze)\b/i.test(sql)
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
