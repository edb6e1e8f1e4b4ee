/** Columns of the catalog's table that can be sorted by. Pure. */
import type { SiteNode } from '../../model/index.js'
import { testCount } from './facets.js'

export interface SortKey {
  readonly title: string
  readonly value: (node: SiteNode) => string | number | null
  readonly figure?: boolean
}

export const sortKeys: Readonly<Record<string, SortKey>> = {
  name: { title: 'Name', value: ({ name }) => name.toLowerCase() },
  type: { title: 'Type', value: (node) => `${node.type} ${node.materialized}` },
  owner: { title: 'Owner', value: (node) => (node.owner || node.group).toLowerCase() || null },
  tests: { title: 'Tests', value: testCount, figure: true },
  rows: { title: 'Rows', value: ({ rows }) => rows, figure: true },
  seconds: { title: 'Time', value: ({ seconds }) => seconds, figure: true },
  described: { title: 'Described', value: describedShare, figure: true },
}

/** 0–1; null where there are no columns. */
export function describedShare({ columns, described }: SiteNode): number | null {
  return columns === 0 ? null : described / columns
}

/** `rows`, or `-rows` from the top; what is not known comes last either way. Without a key as it is. */
export function sorted(places: readonly number[], nodes: readonly SiteNode[], asked: string): readonly number[] {
  const down = asked.startsWith('-')
  const key = sortKeys[down ? asked.slice(1) : asked]
  if (!key) return places
  const rows = places.map((place) => ({ place, value: nodes[place] ? key.value(nodes[place]) : null }))
  return rows.sort((a, b) => compare(a.value, b.value, down ? -1 : 1) || a.place - b.place).map(({ place }) => place)
}

function compare(a: string | number | null, b: string | number | null, sign: 1 | -1): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -sign : sign
}
