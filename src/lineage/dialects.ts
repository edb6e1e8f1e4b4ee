/** The dialect that a warehouse speaks. */
import type { Dialect } from '../sql/index.js'

const byType: Readonly<Record<string, Dialect>> = {
  duckdb: 'duckdb',
  motherduck: 'duckdb',
  postgres: 'postgres',
  redshift: 'redshift',
  snowflake: 'snowflake',
  bigquery: 'bigquery',
  databricks: 'databricks',
  spark: 'spark',
  trino: 'trino',
  athena: 'trino',
}

/** Undefined for a warehouse whose SQL no parser here reads. */
export function dialectOf(type: string, inherits: readonly string[] = []): Dialect | undefined {
  return [type, ...inherits].map((each) => byType[each]).find((dialect) => dialect !== undefined)
}
