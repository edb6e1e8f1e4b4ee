/** What links between columns are called, and how points of the lineage are named and addressed. */
import type { SiteNode } from '../../model/index.js'
import type { Site } from '../site.js'
import type { Edge, Point } from './walk.js'

export interface KindWords {
  readonly word: string
  /** What it means, for a tooltip and the legend. */
  readonly meaning: string
  /** One path in a 12 × 12 box: the kinds differ in shape, too. */
  readonly shape: string
}

const kinds: Readonly<Record<string, KindWords>> = {
  passthrough: { word: 'as is', meaning: 'the value is taken as it is', shape: 'M1.5 6h9M7.5 3l3 3-3 3' },
  rename: { word: 'renamed', meaning: 'the value is taken as it is, under another name', shape: 'M2 4h8L7.5 1.5M10 8H2l2.5 2.5' },
  derive: { word: 'derived', meaning: 'the value is computed from it', shape: 'M6 1.5v9M1.5 6h9' },
  aggregate: { word: 'aggregated', meaning: 'many rows become one value', shape: 'M9.5 2h-7L6 6l-3.5 4h7' },
  window: { word: 'window', meaning: 'computed over neighbouring rows', shape: 'M2 2h8v8H2zM6 2v8' },
  rows: { word: 'shapes rows', meaning: 'decides which rows there are, not their values', shape: 'M1.5 2h9L7 6.5V10L5 9V6.5z' },
  table: { word: 'whole node', meaning: 'the node is read; by which column is not known', shape: 'M2 2.5h8v7H2zM2 5h8' },
  test: { word: 'tested', meaning: 'a test reads it', shape: 'M2 6.5 5 9.5 10 2.5' },
}

export const valueKinds = ['passthrough', 'rename', 'derive', 'aggregate', 'window'] as const

const unknown: KindWords = { word: 'read', meaning: 'it is read', shape: 'M1.5 6h9' }

export function kindWords(kind: string): KindWords {
  return kinds[kind] ?? unknown
}

const effectWords: Readonly<Record<string, string>> = { filter: 'filters', join: 'joins', group: 'groups', order: 'orders' }

/** Of what shapes rows: how. */
export function edgeWord({ kind, effects }: Pick<Edge, 'kind' | 'effects'>): string {
  return effects.length > 0 ? effects.map((effect) => effectWords[effect] ?? effect).join(', ') : kindWords(kind).word
}

/** The value goes through a computation, so that its text is worth reading. */
export function isComputed(kind: string): boolean {
  return kind === 'derive' || kind === 'aggregate' || kind === 'window'
}

export function columnLink(id: string, column: string): string {
  return `#/column/${encodeURIComponent(id)}/${encodeURIComponent(column)}`
}

export function pointLink(site: Site, point: Point): string | undefined {
  if (point.column !== '') return columnLink(point.id, point.column)
  if (point.place < 0) return point.id.startsWith('test.') ? `#/tests?test=${encodeURIComponent(point.id)}` : undefined
  const node = site.index.nodes[point.place]
  return node && `#/node/${encodeURIComponent(node.id)}`
}

/** Tests have no name but that of their id. */
export function nodeName(site: Site, { place, id }: Point): string {
  const node = site.index.nodes[place]
  if (node) return node.name
  const parts = id.split('.')
  return parts[2] ?? id
}

export function pointName(site: Site, point: Point): string {
  const name = nodeName(site, point)
  return point.column === '' ? name : `${name}.${point.column}`
}

/** As `sluice lineage` reads it: quoted where a name is no plain one, with the package where two nodes share a name. */
export function askedText(site: Site, node: SiteNode, column = ''): string {
  const shared = site.index.nodes.some((other) => other.name === node.name && other.id !== node.id)
  const own = shared ? `${node.package}.${node.name}` : node.name
  const text = column === '' ? own : `${own}.${/^\w+$/.test(column) ? column : `"${column}"`}`
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A bare name says nothing that the lineage does not. */
export function isName(sql: string): boolean {
  return /^(?:[\w$]+|"[^"]*"|`[^`]*`)(?:\s*\.\s*(?:[\w$]+|"[^"]*"|`[^`]*`))*$/.test(sql.trim())
}

export function shortened(text: string, most = 120): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
