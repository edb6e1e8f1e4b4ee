/** The SQL dialects that are understood, and when two names are one name in each of them. */

export const dialects = ['duckdb', 'postgres', 'snowflake', 'bigquery', 'redshift', 'databricks', 'spark', 'trino'] as const
export type Dialect = (typeof dialects)[number]

type Folding = 'lower' | 'upper' | 'insensitive' | 'exact'

/** `insensitive` also where quoted; `lower` and `upper` keep the case of what is quoted. Tables of BigQuery are case-sensitive. */
const folding: Readonly<Record<Dialect, { readonly column: Folding; readonly table: Folding }>> = {
  duckdb: { column: 'insensitive', table: 'insensitive' },
  postgres: { column: 'lower', table: 'lower' },
  snowflake: { column: 'upper', table: 'upper' },
  bigquery: { column: 'insensitive', table: 'exact' },
  redshift: { column: 'insensitive', table: 'insensitive' },
  databricks: { column: 'insensitive', table: 'insensitive' },
  spark: { column: 'insensitive', table: 'insensitive' },
  trino: { column: 'insensitive', table: 'insensitive' },
}

/** The form of a name by which it is compared with others of its kind. */
export function foldName(text: string, quoted: boolean, dialect: Dialect, what: 'column' | 'table' = 'column'): string {
  const rule = folding[dialect][what]
  if (rule === 'exact' || (quoted && rule !== 'insensitive')) return text
  return rule === 'upper' ? text.toUpperCase() : text.toLowerCase()
}
