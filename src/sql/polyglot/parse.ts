/** `@polyglot-sql/sdk` behind one door: text in, our own tree out. Nothing else of the project knows its shapes. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import type * as sdkModule from '@polyglot-sql/sdk'
import type { Dialect } from '../dialect.js'
import type { Query, Span } from '../ir.js'
import { placeItems } from '../text/place.js'
import { ExpressionReader } from './expressions.js'
import { leftOver, readKeys } from './form.js'
import { ItemReader } from './items.js'
import { QueryReader } from './queries.js'
import { isRaw, list, nameOf, raws, spanReader } from './raw.js'
import { type Reader, UnreadableError } from './reader.js'
import { SourceReader } from './sources.js'

type Sdk = typeof sdkModule

const names: Partial<Record<Dialect, string>> = { postgres: 'postgresql' }

export interface ParseFailure {
  readonly message: string
  readonly span?: Span
}

export type PolyglotParser = (sql: string, dialect: Dialect) => { readonly queries: readonly Query[] } | { readonly failure: ParseFailure }

/** Loads the parser, which costs some 200 ms once. */
export async function loadPolyglot(): Promise<PolyglotParser> {
  // The optimizing compiler never earns what it costs here, and a process that ends waits for it.
  setFlagsFromString('--liftoff-only')
  const [manual, bytes] = await Promise.all([import('@polyglot-sql/sdk/manual'), webAssembly()])
  await manual.init({ wasmUrl: bytes as unknown as string })
  // The same functions; only the declarations of this entry stop short of them.
  const sdk = manual as unknown as Sdk
  return (sql, dialect) => parseWith(sdk, sql, dialect)
}

/** Beside the bundled code, else in the package. Its own loader would fetch it, and Node takes 100 ms to learn to fetch. */
async function webAssembly(): Promise<Uint8Array> {
  try {
    return await readFile(new URL('./polyglot_sql.wasm', import.meta.url))
  } catch {
    return await readFile(createRequire(import.meta.url).resolve('@polyglot-sql/sdk/polyglot_sql.wasm'))
  }
}

function parseWith(sdk: Sdk, sql: string, dialect: Dialect): ReturnType<PolyglotParser> {
  let answer: unknown
  try {
    answer = sdk.parse(sql, (names[dialect] ?? dialect) as Parameters<Sdk['parse']>[1])
  } catch (thrown) {
    return { failure: { message: String(thrown) } }
  }
  if (!isRaw(answer) || answer.success !== true) return { failure: failureOf(answer, sql) }
  const unread: string[] = []
  const reader = readerOf(sql, dialect, unread)
  try {
    const read = raws(answer.ast).map(reader.query)
    const exact = unread.length === 0 && !misread.test(sql)
    const queries = read.map((query) => ({ ...query, exact }))
    placeItems(queries, sql, dialect)
    return { queries }
  } catch (thrown) {
    if (thrown instanceof UnreadableError) return { failure: { message: `not a query that is understood: ${thrown.message}` } }
    if (thrown instanceof RangeError) return { failure: { message: 'nested too deeply' } }
    throw thrown
  }
}

/** `0x10` and its like are taken for a zero with an alias. */
const misread = /\b0[xXbBoO][0-9a-fA-F_]/

function readerOf(sql: string, dialect: Dialect, unread: string[]): Reader {
  const span = spanReader(sql)
  const name = (value: unknown) => nameOf(value, span)
  const reader: Reader = {
    dialect,
    span,
    name,
    names: (values) => list(values).flatMap((each) => name(each) ?? []),
    query: (node) => queries.read(node),
    source: (node) => sources.read(node),
    expression: (node) => expressions.read(node),
    expressions: (nodes) => expressions.readAll(nodes),
    item: (node) => items.read(node),
    inside: (node) => expressions.inside(node),
    check: (kind, fields) => unread.push(...leftOver(fields, readKeys[kind] ?? new Set())),
    unread: (what) => unread.push(what),
  }
  const expressions = new ExpressionReader(reader)
  const items = new ItemReader(reader)
  const queries = new QueryReader(reader)
  const sources = new SourceReader(reader)
  return reader
}

function failureOf(answer: unknown, sql: string): ParseFailure {
  const { error, errorStart, errorEnd } = isRaw(answer) ? answer : {}
  const message = typeof error === 'string' ? error : 'the text cannot be read'
  const span = spanReader(sql)({ start: errorStart, end: errorEnd ?? errorStart })
  return { message, ...(span && { span }) }
}
