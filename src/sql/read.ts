/**
 * The one door to a query's tree: the parsers of a dialect, best first, and where none reads the text the relations it
 * names. Never throws for what is in a text, and never takes long: what is too large for a tree gives its relations alone.
 */
import type { Dialect } from './dialect.js'
import { parseEased } from './ease/ease.js'
import type { Query } from './ir.js'
import { type LibpgFailure, loadLibpg } from './libpg/parse.js'
import { loadPolyglot, type ParseFailure, type PolyglotParser } from './polyglot/parse.js'
import { type TableRef, tableRefs } from './tables/refs.js'

export type ReadSql =
  | {
      readonly queries: readonly Query[]
      readonly engine: 'polyglot' | 'libpg'
      /** What PostgreSQL's own grammar has against a text that another parser takes. */
      readonly refused?: ParseFailure
    }
  | {
      readonly tables: readonly TableRef[]
      readonly engine: 'tokens'
      /** Of the parser that is asked first. */
      readonly failure: ParseFailure
      readonly refused?: ParseFailure
    }

export interface SqlReader {
  /** `queries`: one for each statement that asks for rows. */
  read(sql: string): Promise<ReadSql>
  /** The tree that holds all the text says, for comparing it with another, where the one of `read` does not; it may take a second parser. */
  exact(sql: string): Promise<Query | undefined>
}

type Engine = (sql: string) => { readonly queries: readonly Query[] } | { readonly failure: LibpgFailure }

/** Characters; a model of this size is no query a person wrote, and its tree would fill the memory. */
const longest = 2_000_000

/** Loads the first parser of the dialect; a second one when it is needed. */
export async function loadReader(dialect: Dialect): Promise<SqlReader> {
  const chain = chainOf(dialect)
  await chain[0]?.load()
  return { read: (sql) => read(sql, dialect, chain), exact: (sql) => exact(sql, chain) }
}

interface Link {
  readonly engine: 'polyglot' | 'libpg'
  load(): Promise<Engine>
}

/** PostgreSQL's own grammar is exact, loads faster and reads faster; to Redshift it is a relative. */
function chainOf(dialect: Dialect): readonly Link[] {
  const polyglot: Link = { engine: 'polyglot', load: lazily(async () => withDialect(await loadPolyglot(), dialect)) }
  const libpg: Link = { engine: 'libpg', load: lazily(loadLibpg) }
  if (dialect === 'postgres') return [libpg, polyglot]
  return dialect === 'redshift' ? [polyglot, libpg] : [polyglot]
}

function withDialect(parse: PolyglotParser, dialect: Dialect): Engine {
  return (sql) => parse(sql, dialect)
}

function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load()
    return loading
  }
}

async function exact(sql: string, chain: readonly Link[]): Promise<Query | undefined> {
  const parsed = sql.length > longest ? undefined : (await chain.find(({ engine }) => engine === 'polyglot')?.load())?.(sql)
  const [query, ...others] = parsed && 'queries' in parsed ? parsed.queries : []
  return others.length === 0 && query?.exact === true ? query : undefined
}

async function read(sql: string, dialect: Dialect, chain: readonly Link[]): Promise<ReadSql> {
  if (sql.length > longest) return fromTokens(sql.slice(0, longest), dialect, { message: `the text is longer than ${longest} characters` })
  let failure: ParseFailure | undefined
  let refused: ParseFailure | undefined
  for (const { engine, load } of chain) {
    const parsed = parseEased(await load(), sql, dialect)
    if ('queries' in parsed) return { queries: parsed.queries, engine, ...(refused && { refused }) }
    failure ??= parsed.failure
    if (dialect === 'postgres' && parsed.failure.syntax === true) refused = parsed.failure
  }
  return fromTokens(sql, dialect, failure ?? { message: 'no parser reads it' }, refused)
}

function fromTokens(sql: string, dialect: Dialect, failure: ParseFailure, refused?: ParseFailure): ReadSql {
  return { tables: tableRefs(sql, dialect), engine: 'tokens', failure, ...(refused && { refused }) }
}
