/** `node-sql-parser`, the build of one dialect at a time: a parser without WebAssembly that says what a statement does to which table. */
import type { Dialect } from '../dialect.js'

export type ParserBuild = (
  sql: string,
) =>
  | { readonly kinds: readonly string[]; readonly actions: readonly { readonly action: string; readonly table?: string }[] }
  | { readonly failure: string }

interface Parser {
  parse(sql: string, options: { readonly database: string }): { readonly ast: unknown; readonly tableList: readonly string[] }
}

interface Build {
  readonly Parser: new () => Parser
}

type Loader = () => Promise<unknown>

const postgresql: readonly [string, Loader] = ['postgresql', () => import('node-sql-parser/build/postgresql.js')]
const hive: readonly [string, Loader] = ['hive', () => import('node-sql-parser/build/hive.js')]

/** DuckDB's grammar began as PostgreSQL's, Spark's as Hive's. */
const builds: Readonly<Record<Dialect, readonly [string, Loader]>> = {
  duckdb: postgresql,
  postgres: postgresql,
  snowflake: ['snowflake', () => import('node-sql-parser/build/snowflake.js')],
  bigquery: ['bigquery', () => import('node-sql-parser/build/bigquery.js')],
  redshift: ['redshift', () => import('node-sql-parser/build/redshift.js')],
  trino: ['trino', () => import('node-sql-parser/build/trino.js')],
  databricks: hive,
  spark: hive,
}

export async function parserBuild(dialect: Dialect): Promise<ParserBuild> {
  const [database, load] = builds[dialect]
  const loaded = (await load()) as Build | { readonly default: Build }
  const { Parser } = 'default' in loaded ? loaded.default : loaded
  const parser = new Parser()
  return (sql) => {
    try {
      const { ast, tableList } = parser.parse(sql, { database })
      const statements = (Array.isArray(ast) ? ast : [ast]) as readonly Statement[]
      return { kinds: statements.map(kindOf), actions: tableList.map(actionOf) }
    } catch (thrown) {
      return { failure: thrown instanceof Error ? (thrown.message.split('\n')[0]?.slice(0, 200) ?? '') : String(thrown) }
    }
  }
}

interface Statement {
  readonly type?: string
  readonly into?: { readonly expr?: unknown; readonly position?: unknown } | null
}

function kindOf({ type, into }: Statement): string {
  return into?.expr || into?.position ? 'select into' : String(type ?? 'unknown')
}

/** `select::schema::table`. */
function actionOf(text: string): { action: string; table?: string } {
  const [action = '', schema = '', table = ''] = text.split('::')
  return { action: action.toLowerCase(), ...(table !== '' && { table: schema === 'null' || schema === '' ? table : `${schema}.${table}` }) }
}
