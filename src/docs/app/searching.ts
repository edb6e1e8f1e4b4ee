/** A query against the index: every word must be found somewhere in a node; names count most, then columns. Pure. */
import type { SearchIndex, Text } from './search-index.js'

export type SearchField = 'name' | 'column' | 'tag' | 'description'

export interface Hit {
  readonly place: number
  /** What was found where; a name found by its initials or in spite of a slip is of `name`. */
  readonly field: SearchField
  /** The column or tag; else empty. */
  readonly text: string
}

/** Words in lower case, with the field they are limited to: `column:order_id`. */
export interface SearchWord {
  readonly text: string
  readonly only: 'column' | 'tag' | null
}

export function searchWords(query: string): SearchWord[] {
  return (query.toLowerCase().match(/\S+/g) ?? []).slice(0, 8).map((word) => {
    const [, only, text] = /^(column|tag):(.*)$/.exec(word) ?? []
    return { text: text ?? word, only: (only as SearchWord['only']) ?? null }
  })
}

/** Best first. */
export function searchIndex(index: SearchIndex, query: string): Hit[] {
  const words = searchWords(query).filter(({ text }) => text !== '')
  if (words.length === 0) return []
  const found = words.map((word) => matchWord(index, word))
  const total = new Float32Array(index.nodes.length)
  const places: number[] = []
  for (let place = 0; place < total.length; place++) {
    const score = totalOf(found, place)
    if (score === 0) continue
    total[place] = score
    places.push(place)
  }
  places.sort((a, b) => (total[b] ?? 0) - (total[a] ?? 0) || a - b)
  return places.map((place) => hitOf(index, found, place))
}

/** For each place the best score of one word, and what gave it. */
interface Match {
  readonly scores: Float32Array
  /** -1: the name, -2: a description; else a column, or behind all columns a tag of the node. */
  readonly reasons: Int32Array
}

const byName = -1
const byText = -2

function totalOf(found: readonly Match[], place: number): number {
  let sum = 0
  for (const { scores } of found) {
    const score = scores[place] ?? 0
    if (score === 0) return 0
    sum += score
  }
  return sum
}

/** A column or tag says more than the name, which is shown anyway. */
function hitOf(index: SearchIndex, found: readonly Match[], place: number): Hit {
  const reasons = found.map((match) => match.reasons[place] ?? byName)
  const telling = reasons.find((reason) => reason >= 0) ?? reasons.find((reason) => reason === byText) ?? byName
  if (telling === byName) return { place, field: 'name', text: '' }
  if (telling === byText) return { place, field: 'description', text: '' }
  const tag = telling - index.columns.length
  if (tag >= 0) return { place, field: 'tag', text: index.tags[place]?.[tag] ?? '' }
  return { place, field: 'column', text: index.columns[telling]?.name ?? '' }
}

function matchWord(index: SearchIndex, { text, only }: SearchWord): Match {
  const match = { scores: new Float32Array(index.nodes.length), reasons: new Int32Array(index.nodes.length) }
  if (only === null) matchNames(index, text, match)
  if (only !== 'tag') matchColumns(index, text, match)
  if (only !== 'column') matchTags(index, text, match)
  if (only === null && text.length > 2) matchSentences(index, text, match)
  if (only !== 'tag' && mayBeSlip.test(text) && !match.scores.some((score) => score > 0)) matchSlips(index, text, only !== null, match)
  return match
}

/** Shorter ones are like too much, longer ones like nothing. */
const mayBeSlip = /^[\p{L}\p{N}_.-]{4,40}$/u

function put({ scores, reasons }: Match, place: number, score: number, reason: number): void {
  if (score <= (scores[place] ?? 0)) return
  scores[place] = score
  reasons[place] = reason
}

function putAll(match: Match, places: Int32Array | undefined, score: number, reason: number): void {
  for (let at = 0; at < (places?.length ?? 0); at++) put(match, places?.[at] ?? 0, score, reason)
}

function matchNames({ names }: SearchIndex, word: string, match: Match): void {
  for (let place = 0; place < names.length; place++) {
    const score = likeness(names[place], word)
    if (score > 0) put(match, place, 2 * score, byName)
  }
}

function matchColumns({ columns, holders }: SearchIndex, word: string, match: Match): void {
  for (let column = 0; column < columns.length; column++) {
    const score = likeness(columns[column], word)
    if (score > 0) putAll(match, holders[column], score, column)
  }
}

function matchTags({ tags, columns }: SearchIndex, word: string, match: Match): void {
  for (let place = 0; place < tags.length; place++) {
    const own = tags[place] ?? []
    for (let at = 0; at < own.length; at++) put(match, place, tagLikeness(own[at] ?? '', word), columns.length + at)
  }
}

function tagLikeness(tag: string, word: string): number {
  if (tag === word) return 48
  if (tag.startsWith(word)) return 32
  return word.length > 2 && tag.includes(word) ? 16 : 0
}

function matchSentences({ sentences }: SearchIndex, word: string, match: Match): void {
  for (let place = 0; place < sentences.length; place++) if (sentences[place]?.includes(word)) put(match, place, 8, byText)
}

/** Only where nothing is as typed. */
function matchSlips({ words, holders, names }: SearchIndex, word: string, columnsOnly: boolean, match: Match): void {
  const options = { fuzzy: (term: string) => (term.length > 4 ? 2 : 1), combineWith: 'AND', boost: { name: 5 } } as const
  const found = words.search(word, options)
  const best = found[0]?.score ?? 1
  for (const { id, score, match: where } of found) {
    const [at, small] = [Number(String(id).slice(1)), (7 * score) / best]
    const named = Object.values(where).some((fields) => fields.includes('name'))
    if (String(id).startsWith('c')) putAll(match, holders[at], small, at)
    else if (!columnsOnly && named) put(match, at, 8 + small / 2 + (8 * word.length) / (names[at]?.lower.length ?? 1), byName)
    else if (!columnsOnly) put(match, at, small / 2, byText)
  }
}

/** 0 (not at all) to 60 (the same); of two alike the shorter name comes first. */
function likeness(text: Text | undefined, word: string): number {
  if (text === undefined) return 0
  const { lower, initials } = text
  const at = lower.indexOf(word)
  if (at < 0) return word.length > 1 && initials.startsWith(word) ? 12 : 0
  if (lower.length === word.length) return 60
  const share = word.length / lower.length
  if (at === 0) return 40 + 10 * share
  if (isPartStart(lower, at) || isPartStart(lower, lower.lastIndexOf(word))) return 26 + 10 * share
  return word.length > 1 ? 14 + 10 * share : 0
}

function isPartStart(text: string, at: number): boolean {
  return /[^\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')
}
