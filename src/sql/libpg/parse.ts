/** PostgreSQL's own grammar behind one door: text in, our tree out. It reads whatever PostgreSQL 18 reads, and faster than any other. */
import { setFlagsFromString } from 'node:v8'
import type * as libpgModule from 'libpg-query'
import type { Query, Span } from '../ir.js'
import type { ParseFailure } from '../polyglot/parse.js'
import { placeItems } from '../text/place.js'
import { ExpressionReader } from './expressions.js'
import { Places } from './places.js'
import { QueryReader } from './queries.js'
import { type Reader, UnreadableError } from './reader.js'
import { SourceReader } from './sources.js'
import { list, raw } from './tree.js'

type Libpg = typeof libpgModule

export interface LibpgFailure extends ParseFailure {
  /** The text breaks the grammar, so that no PostgreSQL takes it. */
  readonly syntax?: boolean
}

export type LibpgParser = (sql: string) => { readonly queries: readonly Query[] } | { readonly failure: LibpgFailure }

export async function loadLibpg(): Promise<LibpgParser> {
  setFlagsFromString('--liftoff-only')
  const libpg = await import('libpg-query')
  await libpg.loadModule()
  return (sql) => parseWith(libpg, sql)
}

function parseWith(libpg: Libpg, sql: string): ReturnType<LibpgParser> {
  // The parser would take the character for the end of the text.
  const nul = sql.indexOf('\0')
  if (nul >= 0) return { failure: { message: 'a NUL character', span: { start: nul, end: nul + 1 } } }
  if (sql === '') return { queries: [] }
  let answer: unknown
  try {
    answer = libpg.parseSync(wellFormed(sql))
  } catch (thrown) {
    return { failure: failureOf(libpg, thrown, sql) }
  }
  try {
    return { queries: read(answer, sql) }
  } catch (thrown) {
    if (thrown instanceof UnreadableError) return { failure: { message: `not a query that is understood: ${thrown.message}` } }
    if (thrown instanceof RangeError) return { failure: { message: 'nested too deeply' } }
    throw thrown
  }
}

/** Half a character has no bytes of its own; the replacement is as long in UTF-16. */
function wellFormed(sql: string): string {
  return sql.replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

function read(answer: unknown, sql: string): Query[] {
  const places = new Places(sql)
  let exact = true
  const reader: Reader = {
    places,
    query: (node) => queries.read(node),
    sources: (nodes) => sources.read(nodes),
    expression: (node) => expressions.read(node),
    expressions: (nodes) => expressions.readAll(nodes),
    inside: (node) => expressions.inside(node),
    lose: () => {
      exact = false
    },
  }
  const expressions = new ExpressionReader(reader)
  const sources = new SourceReader(reader)
  const queries = new QueryReader(reader, (window) => expressions.windowParts(window))
  const found = list(raw(answer).stmts).map((each): Query => {
    exact = true
    const query = reader.query(raw(each).stmt)
    return { ...query, exact }
  })
  placeItems(found, sql, 'postgres')
  name(queries, places)
  return found
}

/** Aliases get their places from those of the values; what has no alias, the name that PostgreSQL gives it. */
function name(queries: QueryReader, places: Places): void {
  for (const { item, name: text } of queries.aliased) {
    const found = item.span && places.alias(text, item.span.end)
    if (found) Object.assign(item, { alias: found })
  }
  for (const { item, name: text } of queries.unnamed) Object.assign(item, { alias: { text, quoted: true } })
}

function failureOf(libpg: Libpg, thrown: unknown, sql: string): LibpgFailure {
  if (thrown instanceof RangeError) return { message: 'nested too deeply' }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (!libpg.hasSqlDetails(thrown)) return { message }
  // In characters.
  const position = thrown.sqlDetails?.cursorPosition ?? 0
  const start = [...sql.slice(0, 2 * position)].slice(0, position).join('').length
  const span: Span = { start, end: Math.min(sql.length, start + 1) }
  return { message, span, syntax: !message.startsWith('memory exhausted') }
}
