/**
 * Who depends on whom: a directed graph over unique_ids, edges from parent to child. graphlib holds it; neighbour lists
 * are kept beside, because graphlib copies them on each call and walks over 10,000 nodes ask for them often.
 */
import { Graph as Digraph } from 'graphlib'
import type { UniqueId } from '../core/node.js'
import { contractedEdges } from './contract.js'
import { topologicalOrder } from './order.js'

export type Start = UniqueId | Iterable<UniqueId>

/** Immutable. All answers leave unknown ids out. */
export interface Graph {
  readonly size: number
  has(id: UniqueId): boolean
  /** In topological order. */
  nodes(): readonly UniqueId[]
  parents(id: UniqueId): readonly UniqueId[]
  children(id: UniqueId): readonly UniqueId[]
  /** Everything upstream within `depth` steps; a start is in the answer only where it is upstream of another start. */
  ancestors(start: Start, depth?: number): Set<UniqueId>
  /** Everything downstream within `depth` steps. */
  descendants(start: Start, depth?: number): Set<UniqueId>
  /** `ids` so that parents come before children, ties by id; ids outside the graph are left out. */
  order(ids: Iterable<UniqueId>): readonly UniqueId[]
  /** The graph over `ids` only; a path through nodes left out becomes an edge, unless other edges already say the same. */
  subset(ids: Iterable<UniqueId>): Graph
  /** The same graph with more edges (parent, child); edges that exist already are kept once. */
  withEdges(edges: Iterable<readonly [UniqueId, UniqueId]>): Graph
}

const none: readonly UniqueId[] = []

export function createGraph(nodes: Iterable<UniqueId>, edges: Iterable<readonly [UniqueId, UniqueId]>): Graph {
  const digraph = new Digraph({ directed: true })
  for (const node of nodes) digraph.setNode(node)
  for (const [parent, child] of edges) digraph.setEdge(parent, child)
  return wrap(digraph)
}

function wrap(digraph: Digraph): Graph {
  const ids = digraph.nodes()
  const parents = new Map(ids.map((id) => [id, digraph.predecessors(id) ?? none]))
  const children = new Map(ids.map((id) => [id, digraph.successors(id) ?? none]))
  const order = topologicalOrder(ids, parents, children)
  const position = new Map(order.map((id, index) => [id, index]))
  const graph: Graph = {
    size: ids.length,
    has: (id) => parents.has(id),
    nodes: () => order,
    parents: (id) => parents.get(id) ?? none,
    children: (id) => children.get(id) ?? none,
    ancestors: (start, depth) => walk(start, parents, depth),
    descendants: (start, depth) => walk(start, children, depth),
    order: (wanted) =>
      [...new Set(wanted)].filter((id) => position.has(id)).sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)),
    subset: (wanted) => {
      const kept = graph.order(wanted)
      return createGraph(kept, contractedEdges(graph, new Set(kept)))
    },
    withEdges: (more) => createGraph(ids, [...digraph.edges().map((edge): [string, string] => [edge.v, edge.w]), ...more]),
  }
  return graph
}

/** Breadth first from all starts at once. */
function walk(start: Start, neighbours: ReadonlyMap<UniqueId, readonly UniqueId[]>, depth = Number.POSITIVE_INFINITY): Set<UniqueId> {
  const seen = new Set<UniqueId>()
  let layer: UniqueId[] = typeof start === 'string' ? [start] : [...start]
  for (let step = 0; step < depth && layer.length > 0; step++) {
    const next: UniqueId[] = []
    for (const id of layer) {
      for (const neighbour of neighbours.get(id) ?? none) {
        if (seen.has(neighbour)) continue
        seen.add(neighbour)
        next.push(neighbour)
      }
    }
    layer = next
  }
  return seen
}
