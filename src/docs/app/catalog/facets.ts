/** What the catalog can be narrowed by: values of each node, counts that follow the choice, the choice in the address. Pure. */
import type { SiteNode } from '../../model/index.js'
import { worstStatus } from '../parts/worst-status.js'

export interface Facet {
  /** Key in the address. */
  readonly key: string
  readonly title: string
  readonly values: (node: SiteNode) => readonly string[]
  /** Values as people read them. */
  readonly words?: Readonly<Record<string, string>>
  /** Values are paths: a folder counts what is below it. */
  readonly tree?: boolean
}

const statusWords = { ok: 'passed', warn: 'warning', fail: 'failed', skipped: 'skipped', none: 'not run' }
const freshWords = { ok: 'fresh', warn: 'late', fail: 'too late', skipped: 'skipped', none: 'not checked' }
const yesNo = (yes: string, no: string) => ({ yes, no })
const answer = (yes: boolean) => [yes ? 'yes' : 'no']
const given = (text: string) => (text === '' ? [] : [text])

export const facets: readonly Facet[] = [
  { key: 'type', title: 'Type', values: ({ type }) => [type] },
  { key: 'status', title: 'Last run', values: (node) => [worstStatus(node)], words: statusWords },
  { key: 'folder', title: 'Folder', values: foldersOf, tree: true },
  { key: 'tag', title: 'Tag', values: ({ tags }) => tags },
  { key: 'group', title: 'Group', values: ({ group }) => given(group) },
  { key: 'owner', title: 'Owner', values: ({ owner }) => given(owner) },
  { key: 'mat', title: 'Materialized', values: ({ materialized }) => given(materialized) },
  { key: 'access', title: 'Access', values: ({ access }) => given(access) },
  { key: 'fresh', title: 'Freshness', values: ({ type, freshness }) => (type === 'source' ? [freshness] : []), words: freshWords },
  {
    key: 'tested',
    title: 'Tested',
    values: (node) => (isBuilt(node) ? answer(testCount(node) > 0) : []),
    words: yesNo('has tests', 'no test'),
  },
  { key: 'described', title: 'Described', values: describedOf, words: { yes: 'all of it', partly: 'partly', no: 'not at all' } },
  { key: 'certified', title: 'Certified', values: ({ certified }) => answer(certified), words: yesNo('certified', 'not certified') },
  {
    key: 'contract',
    title: 'Contract',
    values: ({ type, contract }) => (type === 'model' ? answer(contract) : []),
    words: yesNo('enforced', 'none'),
  },
  { key: 'package', title: 'Package', values: (node) => [node.package] },
]

function isBuilt({ type }: SiteNode): boolean {
  return type === 'model' || type === 'seed' || type === 'snapshot' || type === 'source'
}

export function testCount({ tests }: SiteNode): number {
  return tests.ok + tests.warn + tests.fail + tests.skipped + tests.none
}

function describedOf({ summary, columns, described }: SiteNode): readonly string[] {
  if (summary !== '' && described === columns) return ['yes']
  return summary === '' && described === 0 ? ['no'] : ['partly']
}

function foldersOf({ folder }: SiteNode): readonly string[] {
  if (folder === '') return []
  const parts = folder.split('/')
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

/** Chosen values by key; a key without any is not there. */
export type Chosen = ReadonlyMap<string, ReadonlySet<string>>

/** A single value may be written as it is; several are joined by commas, each encoded. */
export function chosenOf(query: URLSearchParams, known: Known): Chosen {
  return new Map(
    facets.flatMap(({ key }) => {
      const text = query.get(key) ?? ''
      if (text === '') return []
      const values = known.get(key)?.has(text) ? [text] : text.split(',').map(decoded)
      return [[key, new Set(values)] as const]
    }),
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What the address says of a choice. */
export function chosenText(values: Iterable<string>): string {
  return [...values].map(encodeURIComponent).join(',')
}

/** Of each facet all values there are. */
export type Known = ReadonlyMap<string, ReadonlySet<string>>

export interface Facts {
  /** Of each facet, of each node. */
  readonly values: readonly (readonly (readonly string[])[])[]
  readonly known: Known
}

export function factsOf(nodes: readonly SiteNode[]): Facts {
  const values = facets.map((facet) => nodes.map(facet.values))
  return { values, known: new Map(facets.map(({ key }, at) => [key, new Set(values[at]?.flat())])) }
}

export interface Narrowed {
  readonly places: readonly number[]
  /** Of each facet how many nodes there would be with each value, whatever else of the same facet is chosen. */
  readonly counts: readonly ReadonlyMap<string, number>[]
}

export function narrow(places: readonly number[], { values }: Facts, chosen: Chosen): Narrowed {
  const wanted = facets.map(({ key }) => chosen.get(key))
  const counts = facets.map(() => new Map<string, number>())
  const kept: number[] = []
  for (const place of places) {
    const missed = missedBy(place, values, wanted)
    if (missed === 'several') continue
    if (missed === 'none') kept.push(place)
    const counted = missed === 'none' ? facets.keys() : [missed]
    for (const facet of counted) add(counts[facet], values[facet]?.[place] ?? [])
  }
  return { places: kept, counts }
}

function add(counts: Map<string, number> | undefined, values: readonly string[]): void {
  for (const value of values) counts?.set(value, (counts.get(value) ?? 0) + 1)
}

/** The one facet that leaves the node out. */
function missedBy(
  place: number,
  values: Facts['values'],
  wanted: readonly (ReadonlySet<string> | undefined)[],
): number | 'none' | 'several' {
  let missed: number | 'none' = 'none'
  for (let facet = 0; facet < wanted.length; facet++) {
    const choice = wanted[facet]
    if (!choice || values[facet]?.[place]?.some((value) => choice.has(value))) continue
    if (missed !== 'none') return 'several'
    missed = facet
  }
  return missed
}
