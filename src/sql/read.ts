/**
 * The one door to a query's tree: the parsers of a dialect, best first, and where none reads the text the relations it
 * names. Never throws, and never takes long: what is too large for a tree gives its relations alone.
 */
import type { Dialect } from './dialect.js'
import type { Query } from './ir.js'
import { loadPolyglot, type ParseFailure, type PolyglotParser } from './polyglot/parse.js'
import { type TableRef, tableRefs } from './tables/refs.js'

export type ReadSql =
  | { readonly queries: readonly Query[]; readonly engine: 'polyglot' | 'libpg' }
  | { readonly tables: readonly TableRef[]; readonly engine: 'tokens'; readonly failure: ParseFailure }

export interface SqlReader {
  /** `queries`: one for each statement that asks for rows. */
  read(sql: string): Promise<ReadSql>
}

/** Characters; a model of this size is no query a person wrote, and its tree would fill the memory. */
const longest = 2_000_000

export async function loadReader(dialect: Dialect): Promise<SqlReader> {
  const polyglot = await loadPolyglot()
  return { read: async (sql) => readWith(polyglot, sql, dialect) }
}

function readWith(parse: PolyglotParser, sql: string, dialect: Dialect): ReadSql {
  if (sql.length > longest) return fromTokens(sql.slice(0, longest), dialect, { message: `the text is longer than ${longest} characters` })
  const parsed = parse(sql, dialect)
  return 'queries' in parsed ? { ...parsed, engine: 'polyglot' } : fromTokens(sql, dialect, parsed.failure)
}

function fromTokens(sql: string, dialect: Dialect, failure: ParseFailure): ReadSql {
  return { tables: tableRefs(sql, dialect), engine: 'tokens', failure }
}
