/** Which data tests judge a node before it is published, and which nodes must be over by then. */
import { findResource } from '../../core/manifest.js'
import type { ManifestNode, TestNode, UniqueId } from '../../core/node.js'
import type { PublishSetting } from '../../core/publish.js'
import type { RunOptions } from '../options.js'
import type { PlannedNode, RunPlan } from '../plan.js'

export interface PublishedNode {
  readonly node: ManifestNode
  readonly setting: PublishSetting
  /** In the order of their ids. */
  readonly tests: readonly TestNode[]
  /** Those that also read what this run builds from the node: they have their usual turn. */
  readonly later: readonly TestNode[]
}

export interface Attachment {
  readonly plan: RunPlan
  readonly nodes: ReadonlyMap<UniqueId, PublishedNode>
}

/** Whatever the selection: a table that goes out untested because of a flag would break what its config promises. */
export function attachTests(options: RunOptions, plan: RunPlan, settings: ReadonlyMap<UniqueId, PublishSetting>): Attachment {
  const order = new Order(plan)
  const tests = testsByNode(options, settings)
  const nodes = new Map<UniqueId, PublishedNode>()
  for (const [id, own] of [...tests].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const node = options.runtime.manifest.nodes[id] as ManifestNode
    const now: TestNode[] = []
    const later: TestNode[] = []
    for (const test of own) (order.putBefore(id, othersOf(options, test, id)) ? now : later).push(test)
    nodes.set(id, { node, setting: settings.get(id) as PublishSetting, tests: now, later })
  }
  return { plan: order.plan(), nodes }
}

function testsByNode(options: RunOptions, settings: ReadonlyMap<UniqueId, PublishSetting>): Map<UniqueId, TestNode[]> {
  const found = new Map<UniqueId, TestNode[]>()
  for (const test of Object.values(options.runtime.manifest.nodes)) {
    if (test.resource_type !== 'test') continue
    const id = judgedBy(options, test, settings)
    if (id === undefined) continue
    found.set(id, [...(found.get(id) ?? []), test])
  }
  for (const list of found.values()) list.sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1))
  return found
}

/** A generic test judges what it stands under; one in a file of its own the last of what it reads. */
function judgedBy({ runtime, graph }: RunOptions, test: TestNode, settings: ReadonlyMap<UniqueId, PublishSetting>): UniqueId | undefined {
  const attached = (test as { readonly attached_node?: UniqueId | null }).attached_node
  if (attached) return settings.has(attached) ? attached : undefined
  const read = test.depends_on.nodes.filter((id) => runtime.manifest.nodes[id] !== undefined)
  if (!read.some((id) => settings.has(id))) return undefined
  const last = read.filter((id) => !read.some((other) => other !== id && graph.descendants(id).has(other)))
  const published = last.filter((id) => settings.has(id)).sort()
  return published.at(-1)
}

/** What else the test reads, through ephemeral models. */
function othersOf({ runtime }: RunOptions, test: TestNode, own: UniqueId): ReadonlySet<UniqueId> {
  const others = new Set<UniqueId>()
  const visit = (ids: readonly UniqueId[]): void => {
    for (const id of ids) {
      const resource = findResource(runtime.manifest, id)
      if (id === own || others.has(id) || !resource) continue
      others.add(id)
      if (resource.resource_type === 'model' && resource.config.materialized === 'ephemeral') visit(resource.depends_on.nodes)
    }
  }
  visit(test.depends_on.nodes)
  return others
}

/** The plan, and what more has to wait for what. */
class Order {
  readonly #plan: RunPlan
  /** Node → those that wait for it besides its children. */
  readonly #followers = new Map<UniqueId, Set<UniqueId>>()

  constructor(plan: RunPlan) {
    this.#plan = plan
  }

  /** False, and nothing is changed, where one of the others waits for the node itself. */
  putBefore(id: UniqueId, others: ReadonlySet<UniqueId>): boolean {
    const planned = [...others].filter((other) => this.#plan.nodes.has(other))
    if (planned.length === 0) return true
    const below = this.#below(id)
    if (planned.some((other) => below.has(other))) return false
    for (const other of planned) {
      if (this.#below(other).has(id)) continue
      this.#followers.set(other, (this.#followers.get(other) ?? new Set()).add(id))
    }
    return true
  }

  plan(): RunPlan {
    if (this.#followers.size === 0) return this.#plan
    const before = new Map<UniqueId, UniqueId[]>()
    for (const [id, followers] of this.#followers) for (const each of followers) before.set(each, [...(before.get(each) ?? []), id])
    const nodes = [...this.#plan.nodes].map(([id, node]): [UniqueId, PlannedNode] => {
      const waitsFor = before.get(id)
      const followers = this.#followers.get(id)
      const parents = waitsFor ? { parents: [...node.parents, ...waitsFor].sort() } : {}
      return [id, { ...node, ...parents, ...(followers ? { followers: [...followers].sort() } : {}) }]
    })
    return { nodes: new Map(nodes) }
  }

  #below(id: UniqueId): ReadonlySet<UniqueId> {
    const seen = new Set<UniqueId>()
    const open = [id]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of [...(this.#plan.nodes.get(at)?.children ?? []), ...(this.#followers.get(at) ?? [])]) {
        if (seen.has(next)) continue
        seen.add(next)
        open.push(next)
      }
    }
    return seen
  }
}
