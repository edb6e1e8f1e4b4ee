/**
 * What waits for what in this run: the graph over the selected nodes that really run, with unit tests before their model
 * and, in `build`, data tests before what stands below them. Nodes left out (ephemeral, unselected) become edges.
 */
import { findResource, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import { type Graph, withTestEdges } from '../graph/index.js'

export interface PlanOptions {
  readonly manifest: Manifest
  readonly graph: Graph
  readonly selected: ReadonlySet<UniqueId>
  /** `build`: data tests hold back what reads the tested node. */
  readonly testsBlock: boolean
  /** Seconds a node took before, for the order; unknown ones count as one. */
  readonly durations?: ReadonlyMap<UniqueId, number>
}

export interface PlannedNode {
  readonly id: UniqueId
  /** All must be over before this one starts. */
  readonly parents: readonly UniqueId[]
  readonly children: readonly UniqueId[]
  /** These wait for it too, but go on however it ends. */
  readonly followers?: readonly UniqueId[]
  /** Length of the longest way from here to an end of the run, this node included. */
  readonly remaining: number
}

export interface RunPlan {
  /** In topological order, ties by id. */
  readonly nodes: ReadonlyMap<UniqueId, PlannedNode>
}

export function planRun(options: PlanOptions): RunPlan {
  const { manifest, selected } = options
  const runnable = [...selected].filter((id) => isRun(findResource(manifest, id)))
  const full = options.testsBlock ? withTestEdges(options.graph, manifest) : options.graph
  const graph = full.subset(runnable)
  const edges = unitTestsFirst(graph, manifest)
  const ids = order(runnable, edges)
  const remaining = longestWays(ids, edges, options.durations)
  return {
    nodes: new Map(
      ids.map((id) => [
        id,
        {
          id,
          parents: [...(edges.parents.get(id) ?? [])].sort(),
          children: [...(edges.children.get(id) ?? [])].sort(),
          remaining: remaining.get(id) ?? 1,
        },
      ]),
    ),
  }
}

/** Ephemeral models are compiled into what reads them and have no turn of their own. */
function isRun(resource: Resource | undefined): boolean {
  return resource !== undefined && !(resource.resource_type === 'model' && resource.config.materialized === 'ephemeral')
}

interface Edges {
  readonly parents: Map<UniqueId, Set<UniqueId>>
  readonly children: Map<UniqueId, Set<UniqueId>>
}

/** Turns `model → unit test` around and lets the unit test wait for the model's own parents. */
function unitTestsFirst(graph: Graph, manifest: Manifest): Edges {
  const edges: Edges = { parents: new Map(), children: new Map() }
  const link = (from: UniqueId, to: UniqueId) => {
    sets(edges.children, from).add(to)
    sets(edges.parents, to).add(from)
  }
  for (const id of graph.nodes()) {
    const tested = testedModel(manifest, id)
    for (const parent of graph.parents(id)) if (parent !== tested) link(parent, id)
    if (tested === undefined || !graph.has(tested)) continue
    link(id, tested)
    for (const parent of graph.parents(tested)) link(parent, id)
  }
  return edges
}

function testedModel(manifest: Manifest, id: UniqueId): UniqueId | undefined {
  const test = manifest.unit_tests[id]
  return test ? (test.tested_node_unique_id ?? test.depends_on.nodes[0]) : undefined
}

function order(ids: readonly UniqueId[], edges: Edges): UniqueId[] {
  const waiting = new Map(ids.map((id) => [id, edges.parents.get(id)?.size ?? 0]))
  const done: UniqueId[] = []
  let ready = ids.filter((id) => waiting.get(id) === 0).sort()
  while (ready.length > 0) {
    const next: UniqueId[] = []
    for (const id of ready) {
      done.push(id)
      for (const child of edges.children.get(id) ?? []) {
        const left = (waiting.get(child) ?? 0) - 1
        waiting.set(child, left)
        if (left === 0) next.push(child)
      }
    }
    ready = next.sort()
  }
  return done
}

function longestWays(ids: readonly UniqueId[], edges: Edges, durations: ReadonlyMap<UniqueId, number> = new Map()): Map<UniqueId, number> {
  const lengths = new Map<UniqueId, number>()
  for (const id of [...ids].reverse()) {
    let below = 0
    for (const child of edges.children.get(id) ?? []) below = Math.max(below, lengths.get(child) ?? 0)
    lengths.set(id, below + (durations.get(id) ?? 1))
  }
  return lengths
}

function sets(map: Map<UniqueId, Set<UniqueId>>, id: UniqueId): Set<UniqueId> {
  const known = map.get(id) ?? new Set()
  map.set(id, known)
  return known
}
