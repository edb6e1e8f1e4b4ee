/**
 * What a template's SQL consists of: common table expressions, selects, their items and sources, with places in the
 * template. Told from its words, so that it answers while the text is unfinished; branches of a template all count.
 */
import { readItems, type SqlItem } from './items.js'
import type { SqlCte, SqlOutline, SqlQuery, SqlSelect, SqlSource } from './model.js'
import { readSources } from './sources.js'
import { grouped, isName, type SqlGroup, type SqlNode, type SqlToken, sqlTokens } from './tokens.js'

export function sqlOutline(text: string): SqlOutline {
  const tokens = sqlTokens(text)
  const reader = new OutlineReader()
  const query = reader.query(grouped(tokens, text.length), 0, text.length, undefined, [])
  return { tokens, query, selects: reader.selects, ctes: reader.ctes }
}

const setOperators = new Set(['union', 'except', 'intersect', 'minus'])
const afterItems = new Set(['from', 'where', 'group', 'having', 'qualify', 'order', 'limit', 'window', 'offset', 'fetch', ...setOperators])
const afterSources = new Set([...afterItems].filter((word) => word !== 'from'))

export class OutlineReader {
  readonly selects: SqlSelect[] = []
  readonly ctes: SqlCte[] = []

  query(nodes: readonly SqlNode[], start: number, end: number, outer: SqlSelect | undefined, visible: readonly SqlCte[]): SqlQuery {
    const found: { readonly start: number; end: number; readonly ctes: SqlCte[]; readonly selects: SqlSelect[] } = {
      start,
      end,
      ctes: [],
      selects: [],
    }
    let known = visible
    let from = 0
    const opening = nodes.findIndex((node) => node.word === 'with' || node.word === 'select' || node.word === 'from')
    if (opening >= 0 && nodes[opening]?.word === 'with') {
      from = this.#ctes(nodes, opening + 1, found.ctes, visible, outer)
      known = [...visible, ...found.ctes]
    }
    for (const [first, last] of segments(nodes, from)) this.#segment({ nodes, first, last, end, outer, visible: known }, found.selects)
    return found
  }

  /** The query of a group, or of one inside it, for what stands in brackets. */
  group(group: SqlGroup, outer: SqlSelect | undefined, visible: readonly SqlCte[]): SqlQuery | undefined {
    const inner = group.nodes[0]
    if (inner?.kind === 'group' && group.nodes.length === 1) return this.group(inner, outer, visible)
    if (!startsQuery(group)) return undefined
    return this.query(group.nodes, group.start + 1, group.closed ? group.end - 1 : group.end, outer, visible)
  }

  /** Reads definitions; gives the index behind the last. */
  #ctes(nodes: readonly SqlNode[], from: number, ctes: SqlCte[], visible: readonly SqlCte[], outer: SqlSelect | undefined): number {
    let at = nodes[from]?.word === 'recursive' ? from + 1 : from
    for (let name = nodes[at]; isName(name) && name.word !== 'select'; name = nodes[at]) {
      const list = groupAt(nodes, at + 1)
      const body = behindAs(nodes, at + (list ? 2 : 1))
      const group = groupAt(nodes, body)
      if (group) this.#cte(name, list, group, { ctes, visible, outer })
      at = group ? body + 1 : Math.max(at + 1, body)
      if (nodes[at]?.word === ',') at++
    }
    return at
  }

  #cte(
    name: SqlToken,
    list: SqlGroup | undefined,
    group: SqlGroup,
    { ctes, visible, outer }: { readonly ctes: SqlCte[]; readonly visible: readonly SqlCte[]; readonly outer: SqlSelect | undefined },
  ): void {
    const empty: SqlQuery = { start: group.start, end: group.end, ctes: [], selects: [] }
    const cte: SqlCte = { name, columns: (list?.nodes ?? []).filter(isName), query: empty, start: name.start, end: group.end }
    ctes.push(cte)
    this.ctes.push(cte)
    // It may read itself, where it is recursive.
    const end = group.closed ? group.end - 1 : group.end
    cte.query = { ...this.query(group.nodes, group.start + 1, end, outer, [...visible, ...ctes]), cte }
  }

  #segment(part: Segment, selects: SqlSelect[]): void {
    const { nodes, first, last, outer, visible } = part
    const starts = indexes(nodes, first, last, (node) => node.word === 'select')
    const only = nodes[first]
    if (starts.length === 0 && only?.kind === 'group') {
      const inner = this.group(only, outer, visible)
      if (inner) selects.push(...inner.selects)
      return
    }
    const leading = nodes[first]?.word === 'from' ? [first] : []
    const all = starts.length > 0 ? starts : leading
    for (const [number, start] of all.entries()) {
      const begin = number === 0 && leading.length > 0 ? first : start
      selects.push(this.#select(part, begin, start, all[number + 1] ?? last))
    }
  }

  #select(part: Segment, begin: number, start: number, last: number): SqlSelect {
    const { nodes, outer, visible } = part
    const until = (index: number, words: ReadonlySet<string>) => next(nodes, index, last, words)
    const itemsFrom = nodes[start]?.word === 'select' ? start + 1 : start
    const itemsTo = nodes[start]?.word === 'select' ? until(itemsFrom, afterItems) : itemsFrom
    const fromAt = begin < start ? begin : until(begin, new Set(['from']))
    const fromEnd = begin < start ? start : until(fromAt + 1, afterSources)
    const endNode = nodes[last]
    const end = endNode ? endNode.start : part.end
    const sources: SqlSource[] = []
    const items: SqlItem[] = []
    const select: SqlSelect = {
      start: nodes[begin]?.start ?? part.end,
      end,
      items,
      sources,
      outer,
      itemsEnd: nodes[itemsTo]?.start ?? end,
    }
    this.selects.push(select)
    items.push(...readItems(nodes.slice(itemsFrom, itemsTo)))
    if (fromAt < last)
      sources.push(...readSources(nodes.slice(fromAt + 1, Math.max(fromAt + 1, fromEnd)), { reader: this, outer: select.outer, visible }))
    const inSources = new Set<SqlNode>(sources.flatMap((source) => source.group ?? []))
    for (const node of nodes.slice(begin, last)) if (node.kind === 'group' && !inSources.has(node)) this.#inside(node, select, visible)
    return select
  }

  /** Queries in brackets anywhere within a select. */
  #inside(group: SqlGroup, select: SqlSelect, visible: readonly SqlCte[]): void {
    if (startsQuery(group)) this.group(group, select, visible)
    else for (const node of group.nodes) if (node.kind === 'group') this.#inside(node, select, visible)
  }
}

/** A name behind a dot; a dot that nothing follows yet does not take the next clause for one. */
function isPart(dot: SqlNode | undefined, name: SqlNode | undefined): boolean {
  return dot?.word === '.' && dot.end === name?.start
}

function groupAt(nodes: readonly SqlNode[], index: number): SqlGroup | undefined {
  const node = nodes[index]
  return node?.kind === 'group' ? node : undefined
}

function behindAs(nodes: readonly SqlNode[], from: number): number {
  let at = from
  while (['as', 'not', 'materialized'].includes(nodes[at]?.word ?? '')) at++
  return at
}

interface Segment {
  readonly nodes: readonly SqlNode[]
  readonly first: number
  readonly last: number
  /** Offset where the query ends. */
  readonly end: number
  readonly outer: SqlSelect | undefined
  readonly visible: readonly SqlCte[]
}

export function startsQuery(group: SqlGroup): boolean {
  const first = group.nodes.find((node) => node.kind !== 'tag')
  if (first?.kind === 'group') return startsQuery(first)
  return ['select', 'with', 'from'].includes(first?.word ?? '')
}

/** Index ranges between set operators. */
function segments(nodes: readonly SqlNode[], from: number): [number, number][] {
  const found: [number, number][] = []
  let start = from
  for (let at = from; at <= nodes.length; at++) {
    if (at < nodes.length && !setOperators.has(nodes[at]?.word ?? '')) continue
    // `* except (…)` is no set operator.
    if (nodes[at]?.word === 'except' && nodes[at + 1]?.kind === 'group' && !startsQuery(nodes[at + 1] as SqlGroup)) continue
    if (at > start) found.push([start, at])
    start = at + 1
    while (['all', 'distinct', 'by', 'name'].includes(nodes[start]?.word ?? '')) start++
  }
  return found
}

function indexes(nodes: readonly SqlNode[], first: number, last: number, test: (node: SqlNode) => boolean): number[] {
  const found: number[] = []
  for (let at = first; at < last; at++) if (test(nodes[at] as SqlNode)) found.push(at)
  return found
}

function next(nodes: readonly SqlNode[], from: number, last: number, words: ReadonlySet<string>): number {
  for (let at = from; at < last; at++) {
    const word = nodes[at]?.word ?? ''
    if (word === 'except' && nodes[at - 1]?.word === '*') continue
    if (words.has(word) && !isPart(nodes[at - 1], nodes[at])) return at
  }
  return last
}
