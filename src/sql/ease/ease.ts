/** Parsers bound how deep a text may be. What is deep only by length or brackets is read in another form of the same meaning. */
import type { Dialect } from '../dialect.js'
import type { Expression, Query } from '../ir.js'
import type { LibpgFailure } from '../libpg/parse.js'
import { tokensOf } from '../text/tokens.js'
import { groupChains, type Insertion } from './chains.js'
import { type Cut, shallow } from './cuts.js'
import { graft, moveBack, textsAgain } from './graft.js'

type Parsed = { readonly queries: readonly Query[] } | { readonly failure: LibpgFailure }
type Parse = (sql: string) => Parsed

/** Characters of a text that can hold a chain on which a parser's own stack ends, so that it is never given one. */
const suspect = 8_000
/** Cuts in cuts. */
const deepest = 60

export function parseEased(parse: Parse, sql: string, dialect: Dialect): Parsed {
  const chained = sql.length > suspect ? withoutChains(parse, sql, dialect) : undefined
  if (chained && 'queries' in chained) return chained
  const first = chained ?? parse(sql)
  if ('queries' in first || first.failure.message.startsWith('a chain')) return first
  return inParts(parse, sql, dialect, 0) ?? (chained ? undefined : withoutChains(parse, sql, dialect)) ?? first
}

/** Undefined where there is no such chain. */
function withoutChains(parse: Parse, sql: string, dialect: Dialect): Parsed | undefined {
  const { insertions, endless } = groupChains(tokensOf(sql, dialect))
  if (endless) return { failure: { message: 'a chain of operators is too long' } }
  if (insertions.length === 0) return undefined
  const { text, back } = inserted(sql, insertions)
  const parsed = parse(text)
  if ('queries' in parsed) moveBack(parsed.queries, sql, back)
  return parsed
}

/** Undefined where nothing lies too deep, or a part cannot be read either. */
function inParts(parse: Parse, sql: string, dialect: Dialect, depth: number): Parsed | undefined {
  const { sql: text, cuts } = shallow(sql, dialect)
  if (text === sql || depth > deepest) return undefined
  const parsed = parse(text)
  if (!('queries' in parsed)) return undefined
  const parts = new Map<string, Query | Expression>()
  for (const cut of cuts) {
    const part = partOf(parse, sql, dialect, cut, depth)
    if (!part) return undefined
    parts.set(cut.name, part)
  }
  const queries = [...parsed.queries]
  if (!graft(queries, parts)) return undefined
  textsAgain(queries, sql)
  return { queries }
}

/** Blanks stand for what is around it, so that places stay what they are. */
function partOf(parse: Parse, sql: string, dialect: Dialect, { kind, span }: Cut, depth: number): Query | Expression | undefined {
  const before = kind === 'query' ? ' '.repeat(span.start) : 'select '.padStart(span.start)
  const text = before + sql.slice(span.start, span.end)
  if (before.length !== span.start) return undefined
  const parsed = inParts(parse, text, dialect, depth + 1) ?? parse(text)
  const query = 'queries' in parsed && parsed.queries.length === 1 ? parsed.queries[0] : undefined
  if (kind === 'query' || query?.kind !== 'select') return kind === 'query' ? query : undefined
  const [item] = query.items
  return item?.kind === 'expression' ? item.value : undefined
}

function inserted(sql: string, insertions: readonly Insertion[]): { text: string; back: (offset: number) => number } {
  let text = ''
  let at = 0
  const places: number[] = []
  for (const each of insertions) {
    text += sql.slice(at, each.at)
    places.push(text.length)
    text += each.text
    at = each.at
  }
  return { text: text + sql.slice(at), back: (offset) => offset - countBelow(places, offset) }
}

function countBelow(places: readonly number[], offset: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}
