/** How DuckDB writes and compares names: everything quoted, case kept but ignored. */
import type { RelationStyle } from '../../core/relation.js'

export const relationStyle: RelationStyle = {
  className: 'DuckDBRelation',
  quotePolicy: { database: true, schema: true, identifier: true },
  includePolicy: { database: true, schema: true, identifier: true },
  quote: quoteIdentifier,
  fold: (identifier) => identifier.toLowerCase(),
  aliasSubqueries: false,
  renameable: [],
  replaceable: [],
}

export function quoteIdentifier(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
