/** Whether a text only asks: for SQL that a person or a program typed and that nobody has looked at. */
import type { Dialect } from '../dialect.js'
import { loadLibpg } from '../libpg/parse.js'
import { loadPolyglot } from '../polyglot/parse.js'
import { type ParserBuild, parserBuild } from './builds.js'
import { type Doing, statementsOf, writeIn } from './statements.js'
import { writing } from './words.js'

export interface GuardVerdict {
  /** Every parser reads exactly one plain query, and nothing in it is known to reach further. */
  readonly readOnly: boolean
  readonly statements: number
  /** `select` of a table, `insert` into one, as the parsers tell it. */
  readonly actions: readonly { readonly action: string; readonly table?: string }[]
  /** Parsers that were asked. */
  readonly engines: readonly string[]
  /** Why it is not. */
  readonly reason?: string
}

/** What is longer is refused unread: a question that is typed is short, and one of the parsers is slow on what is long. */
const longest = 100_000
/** The same for brackets in brackets. */
const deepest = 30

/** Strict: what a parser cannot read is refused, so that a connection that may write can be given to strangers. */
export async function guardReadOnly(sql: string, dialect: Dialect): Promise<GuardVerdict> {
  const statements = statementsOf(sql.slice(0, longest), dialect)
  const base = { readOnly: false, statements: statements.length, actions: [], engines: ['tokens'] }
  const [only] = statements
  if (sql.length > longest) return { ...base, reason: `it is longer than ${longest} characters` }
  if (depthOf(sql) > deepest) return { ...base, reason: `it has more than ${deepest} brackets in each other` }
  if (!only || statements.length > 1) return { ...base, reason: only ? 'it is several statements' : 'it is no statement' }
  const found = only.writes ?? only.reaches
  if (found) return { ...base, actions: [{ action: found.what }], reason: `it has ${found.what} in it` }
  return await agreed(sql, dialect, base)
}

async function agreed(sql: string, dialect: Dialect, base: GuardVerdict): Promise<GuardVerdict> {
  const engines = [...base.engines]
  const asked = (engine: string, reason: string | undefined): string | undefined => {
    engines.push(engine)
    return reason === undefined ? undefined : `${engine}: ${reason}`
  }
  const build = await parserBuild(dialect)
  const { actions, reason } = tablesRead(build, sql)
  const refused =
    asked('node-sql-parser', reason) ??
    asked('polyglot', oneQuery((await loadPolyglot())(sql, dialect))) ??
    (dialect === 'postgres' ? asked('libpg', oneQuery((await loadLibpg())(sql))) : undefined)
  return { ...base, actions, engines, readOnly: refused === undefined, ...(refused !== undefined && { reason: refused }) }
}

function oneQuery(
  parsed: { readonly queries: readonly unknown[] } | { readonly failure: { readonly message: string } },
): string | undefined {
  if (!('queries' in parsed)) return parsed.failure.message
  return parsed.queries.length === 1 ? undefined : `${parsed.queries.length} statements`
}

function tablesRead(build: ParserBuild, sql: string): Pick<GuardVerdict, 'actions' | 'reason'> {
  const read = build(sql)
  if ('failure' in read) return { actions: [], reason: read.failure }
  const { kinds, actions } = read
  const other = kinds.find((kind) => kind !== 'select') ?? actions.find(({ action }) => action !== 'select')?.action
  const reason = kinds.length === 1 ? other : `${kinds.length} statements`
  return { actions, ...(reason !== undefined && { reason }) }
}

/** What surely changes the warehouse, by the text's words or by the parser that needs no WebAssembly; what it cannot read passes. */
export async function surelyWrites(sql: string, dialect: Dialect): Promise<Doing | undefined> {
  const found = writeIn(sql, dialect)
  if (found || sql.length > longest || depthOf(sql) > deepest) return found
  const read = (await parserBuild(dialect))(sql)
  const what = 'kinds' in read ? [...read.kinds, ...read.actions.map(({ action }) => action)].find((word) => writing.has(word)) : undefined
  return what === undefined ? undefined : { what, span: { start: 0, end: sql.length } }
}

function depthOf(sql: string): number {
  let [depth, most] = [0, 0]
  for (const character of sql) {
    if (character === '(') most = Math.max(most, ++depth)
    else if (character === ')') depth--
  }
  return most
}
