/**
 * What search looks through: names, columns, tags, owners and first sentences. Names and columns are looked through as they
 * are, which finds any part of them; slips of the pen and words of sentences are MiniSearch's. Pure.
 */
import MiniSearch from 'minisearch'
import type { SearchBlock, SiteNode } from '../model/index.js'

export interface SearchIndex {
  readonly nodes: readonly SiteNode[]
  readonly names: readonly Text[]
  /** Tags, then the owner. */
  readonly tags: readonly (readonly string[])[]
  readonly columns: readonly Text[]
  /** Of each column name the nodes that have it. */
  readonly holders: readonly Int32Array[]
  /** First sentences of descriptions. */
  readonly sentences: readonly string[]
  readonly words: MiniSearch
}

/** A name as it is compared. */
export interface Text {
  readonly name: string
  readonly lower: string
  /** First letters of its parts: `itv` of `int_tickets_validated`. */
  readonly initials: string
}

/** More column names than this are not searched for slips. */
const mostFuzzyColumns = 20_000

/** Yields between pieces of a few ms, so that whoever builds can let the page breathe; returns the index. */
export function* buildIndex(nodes: readonly SiteNode[], block: SearchBlock | undefined): Generator<undefined, SearchIndex> {
  const names = yield* pieces(nodes, ({ name }) => textOf(name))
  const columns = yield* pieces(block?.names ?? [], textOf)
  const holders = yield* holdersOf(columns.length, block?.columns ?? [])
  const tags = yield* pieces(nodes, (node) => [...node.tags, node.owner, node.group].filter(Boolean).map((tag) => tag.toLowerCase()))
  const sentences = yield* pieces(nodes, ({ summary }) => summary.toLowerCase())
  const words = new MiniSearch({ fields: ['name', 'text'], tokenize: tokens, processTerm: (term) => term, autoVacuum: false })
  for (let start = 0; start < nodes.length; start += 200) {
    words.addAll(nodes.slice(start, start + 200).map((node, at) => ({ id: `n${start + at}`, name: node.name, text: node.summary })))
    yield
  }
  if (columns.length <= mostFuzzyColumns)
    for (let start = 0; start < columns.length; start += 500) {
      words.addAll(columns.slice(start, start + 500).map(({ lower }, at) => ({ id: `c${start + at}`, name: lower })))
      yield
    }
  return { nodes, names, tags, columns, holders, sentences, words }
}

function textOf(name: string): Text {
  const lower = name.toLowerCase()
  const initials =
    lower.length > 200
      ? ''
      : tokens(lower)
          .map((part) => part[0])
          .join('')
  return { name, lower, initials }
}

function* pieces<T, U>(items: readonly T[], make: (item: T) => U): Generator<undefined, U[]> {
  const made: U[] = []
  for (const item of items) {
    made.push(make(item))
    if (made.length % 500 === 0) yield
  }
  return made
}

/** Counted first: ten thousand nodes have a quarter of a million columns. */
function* holdersOf(count: number, columns: readonly (readonly number[])[]): Generator<undefined, Int32Array[]> {
  const sizes = new Int32Array(count)
  for (const own of columns) for (const column of own) sizes[column] = (sizes[column] ?? 0) + 1
  yield
  const holders = Array.from(sizes, (size) => new Int32Array(size))
  const filled = new Int32Array(count)
  for (let place = 0; place < columns.length; place++) {
    for (const column of columns[place] ?? []) {
      const list = holders[column]
      const at = filled[column] ?? 0
      if (list) list[at] = place
      filled[column] = at + 1
    }
    if (place % 2000 === 0) yield
  }
  return holders
}

function tokens(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}
