/** Who owns what: groups, and people named by `meta.owner` or by an exposure. */
import type { ExposuresBlock, NodeStatus, SiteIndex, SiteNode } from '../../model/index.js'
import { worstStatus } from '../parts.js'

export interface Team {
  /** Name of the group or of the owner; what the address says. */
  readonly name: string
  readonly kind: 'group' | 'owner'
  /** Of a group, who answers for it. */
  readonly contact: string
  readonly email: string
  readonly description: string
  readonly nodes: readonly SiteNode[]
  /** Some of them are owned by `meta.owner`. */
  readonly alsoOwner: boolean
}

/** Groups first, then people; each in the order of names. */
export function teamsOf(index: SiteIndex, exposures: ExposuresBlock['exposures']): Team[] {
  const outside = new Map(exposures.map((each) => [each.node, each]))
  const byGroup = new Map<string, SiteNode[]>()
  const byOwner = new Map<string, { readonly nodes: SiteNode[]; email: string }>()
  for (const [place, node] of index.nodes.entries()) {
    if (node.group) listOf(byGroup, node.group, () => []).push(node)
    const exposure = outside.get(place)
    const owner = (node.group ? '' : node.owner) || (exposure?.owner ?? '')
    if (!owner) continue
    const entry = listOf(byOwner, owner, () => ({ nodes: [], email: '' }))
    entry.nodes.push(node)
    entry.email ||= exposure?.email ?? ''
  }
  const groups = index.owners.map((owner): Team => {
    const { group, name, email, description } = owner
    const own = byGroup.get(group) ?? []
    // Who answers for one group alone owns what bears the name for it.
    const named = name && index.owners.filter((each) => each.name === name).length === 1 ? byOwner.get(name) : undefined
    if (named) byOwner.delete(name)
    const nodes = [...own, ...(named?.nodes ?? [])]
    return { name: group, kind: 'group', contact: name, email, description, nodes, alsoOwner: named !== undefined }
  })
  const people = [...byOwner].map(
    ([name, { nodes, email }]): Team => ({ name, kind: 'owner', contact: '', email, description: '', nodes, alsoOwner: true }),
  )
  const named = (a: Team, b: Team) => a.name.localeCompare(b.name)
  return [...groups.sort(named), ...people.sort(named)]
}

function listOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}

export interface Standing {
  readonly troubled: readonly SiteNode[]
  readonly tests: Readonly<Record<NodeStatus, number>>
  readonly tested: number
  readonly testable: number
  readonly columns: number
  readonly described: number
}

const testable = new Set(['model', 'source', 'seed', 'snapshot'])

export function standingOf(nodes: readonly SiteNode[]): Standing {
  const tests = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const node of nodes) for (const status of statuses) tests[status] += node.tests[status]
  const candidates = nodes.filter(({ type }) => testable.has(type))
  return {
    troubled: nodes
      .filter((node) => trouble.includes(worstStatus(node)) || ['warn', 'fail'].includes(node.freshness))
      .sort((a, b) => trouble.indexOf(worstStatus(a)) - trouble.indexOf(worstStatus(b))),
    tests,
    testable: candidates.length,
    tested: candidates.filter((node) => statuses.some((status) => node.tests[status] > 0)).length,
    columns: candidates.reduce((sum, { columns }) => sum + columns, 0),
    described: candidates.reduce((sum, { described }) => sum + described, 0),
  }
}

const trouble: readonly NodeStatus[] = ['fail', 'skipped', 'warn']
const statuses: readonly NodeStatus[] = ['ok', 'warn', 'fail', 'skipped', 'none']

/** What the address asks for: a group before a person of the same name, or who answers for a group. */
export function findTeam(teams: readonly Team[], name: string): Team | undefined {
  return teams.find((team) => team.name === name) ?? teams.find(({ contact }) => contact !== '' && contact === name)
}

export function isMail(text: string): boolean {
  return /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text)
}

export function teamLink(name: string): string {
  return `#/owners/${encodeURIComponent(name)}`
}
