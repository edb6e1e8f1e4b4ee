/** Puts common table expressions before a query by editing its text: what the user wrote is never rewritten. */
import { MappedText } from './mapped-text.js'

export interface NamedQuery {
  readonly id: string
  readonly name: string
  readonly query: MappedText
}

/** ` name as (⏎query⏎)`: dbt's text, to the blank. */
export function cteText(cte: NamedQuery): MappedText {
  return MappedText.join([` ${cte.name} as (\n`, cte.query, '\n)'])
}

export function injectCtes(query: MappedText, ctes: readonly MappedText[]): MappedText {
  if (ctes.length === 0) return query
  const list = ctes.flatMap((cte, index) => (index === 0 ? [cte] : [', ', cte]))
  const existing = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*with(?![A-Za-z0-9_$])(?:\s+recursive(?![A-Za-z0-9_$]))?\s*/i.exec(query.text)
  if (existing) {
    const end = existing[0].length
    return MappedText.join([query.slice(0, end), ...list, ', ', query.slice(end)])
  }
  const start = query.text.length - query.text.trimStart().length
  return MappedText.join([query.slice(0, start), 'with', ...list, ' ', query.slice(start)])
}
