/** A graph over lists of neighbours: its order and its walks. What holds the edges is the caller's. */
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

type Neighbours = ReadonlyMap<UniqueId, readonly UniqueId[]>
type Make = (nodes: Iterable<UniqueId>, edges: Iterable<readonly [UniqueId, UniqueId]>) => Graph

const none: readonly UniqueId[] = []

/** `make` makes the graphs that come of this one. */
export function linkedGraph(ids: readonly UniqueId[], parents: Neighbours, children: Neighbours, make: Make): Graph {
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
      return make(kept, contractedEdges(graph, new Set(kept)))
    },
    withEdges: (more) => make(ids, [...ids.flatMap((id) => (children.get(id) ?? none).map((child) => [id, child] as const)), ...more]),
  }
  return graph
}

/** Without a library: for the docs page. Edges to what is no node are left out, edges said twice are one. */
export const plainGraph: Make = (nodes, edges) => {
  const ids = [...new Set(nodes)]
  const parents = new Map(ids.map((id) => [id, new Set<UniqueId>()]))
  const children = new Map(ids.map((id) => [id, new Set<UniqueId>()]))
  for (const [parent, child] of edges) {
    if (!parents.has(parent)) continue
    parents.get(child)?.add(parent)
    if (parents.has(child)) children.get(parent)?.add(child)
  }
  const lists = (sets: ReadonlyMap<UniqueId, ReadonlySet<UniqueId>>) => new Map([...sets].map(([id, set]) => [id, [...set]]))
  return linkedGraph(ids, lists(parents), lists(children), plainGraph)
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
