/** The quality score: what is asked of a model, how much each weighs, and what a group reaches. Nothing else counts. */
import type { SiteNode } from '../../model/index.js'
import { testCount } from '../catalog/facets.js'

export interface Criterion {
  readonly key: string
  readonly title: string
  readonly weight: number
  readonly rule: string
  /** 0 to 1; null: does not apply to this model. */
  readonly of: (node: SiteNode, more: Known) => number | null
}

/** What the index does not hold of a node. */
export interface Known {
  readonly unit: boolean
}

export const criteria: readonly Criterion[] = [
  {
    key: 'tested',
    title: 'Tested',
    weight: 25,
    rule: 'has at least one test',
    of: (node) => (testCount(node) > 0 ? 1 : 0),
  },
  {
    key: 'passing',
    title: 'Passing',
    weight: 25,
    rule: 'it was built and its tests passed in the last run: 1; with warnings: ½; does not apply to what did not run',
    of: passing,
  },
  {
    key: 'described',
    title: 'Described',
    weight: 15,
    rule: 'has a description',
    of: (node) => (node.summary ? 1 : 0),
  },
  {
    key: 'columns',
    title: 'Columns described',
    weight: 15,
    rule: 'share of its known columns that have a description, inherited ones included; does not apply where no column is known',
    of: (node) => (node.columns > 0 ? node.described / node.columns : null),
  },
  {
    key: 'owned',
    title: 'Owned',
    weight: 10,
    rule: 'belongs to a group or names an owner',
    of: (node) => (node.group || node.owner ? 1 : 0),
  },
  { key: 'unit', title: 'Unit-tested', weight: 5, rule: 'has at least one unit test', of: (_node, { unit }) => (unit ? 1 : 0) },
  {
    key: 'contract',
    title: 'Contract',
    weight: 5,
    rule: 'its contract is enforced; applies to public models only',
    of: (node) => (node.access === 'public' ? (node.contract ? 1 : 0) : null),
  },
]

export interface Score {
  readonly name: string
  readonly models: number
  /** 0 to 100. */
  readonly score: number
  /** By key of the criterion, 0 to 1; null where it applies to no model of the group. */
  readonly parts: Readonly<Record<string, number | null>>
}

/** 0 to 100: points reached of those that apply. */
export function scoreOf(node: SiteNode, known: Known): number {
  let [reached, possible] = [0, 0]
  for (const { weight, of } of criteria) {
    const part = of(node, known)
    if (part === null) continue
    reached += weight * part
    possible += weight
  }
  return possible === 0 ? 0 : (100 * reached) / possible
}

/** The mean of the models of each group; the lowest first. */
export function scores(nodes: readonly SiteNode[], unit: ReadonlySet<number>, groupOf: (node: SiteNode) => string): Score[] {
  const groups = new Map<string, { sum: number; count: number; parts: Map<string, readonly [number, number]> }>()
  nodes.forEach((node, place) => {
    if (node.type !== 'model') return
    const group = groups.get(groupOf(node)) ?? { sum: 0, count: 0, parts: new Map() }
    groups.set(groupOf(node), group)
    const known = { unit: unit.has(place) }
    group.sum += scoreOf(node, known)
    group.count += 1
    for (const { key, of } of criteria) {
      const part = of(node, known)
      const [sum, count] = group.parts.get(key) ?? [0, 0]
      if (part !== null) group.parts.set(key, [sum + part, count + 1])
    }
  })
  return [...groups]
    .map(([name, { sum, count, parts }]) => ({
      name,
      models: count,
      score: sum / count,
      parts: Object.fromEntries(criteria.map(({ key }) => [key, mean(parts.get(key))])),
    }))
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
}

function mean(part: readonly [number, number] | undefined): number | null {
  return part === undefined || part[1] === 0 ? null : part[0] / part[1]
}

function passing(node: SiteNode): number | null {
  const { ok, warn, fail, skipped } = node.tests
  if (node.status === 'none' && ok + warn + fail + skipped === 0) return null
  if (node.status === 'fail' || node.status === 'skipped' || fail > 0) return 0
  return node.status === 'warn' || warn > 0 ? 0.5 : 1
}
