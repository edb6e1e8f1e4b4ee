/**
 * What `build` adds to the order: a node waits for the data tests of its ancestors. A test with several parents holds
 * back only nodes that descend from all of them, so that no cycle can come of it.
 */
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Graph } from './graph.js'

/** Edges (test, node) over and above the graph's, the fewest that give this order. */
export function testEdges(graph: Graph, manifest: Manifest): [UniqueId, UniqueId][] {
  const edges: [UniqueId, UniqueId][] = []
  const descendants = new Map<UniqueId, ReadonlySet<UniqueId>>()
  const below = (id: UniqueId) => {
    const known = descendants.get(id) ?? new Set([...graph.descendants(id)].filter((child) => isGated(manifest, child)))
    descendants.set(id, known)
    return known
  }
  for (const node of Object.values(manifest.nodes)) {
    if (node.resource_type !== 'test' || !graph.has(node.unique_id)) continue
    for (const gated of gatedBy(graph.parents(node.unique_id), graph, manifest, below)) edges.push([node.unique_id, gated])
  }
  return edges
}

function gatedBy(
  parents: readonly UniqueId[],
  graph: Graph,
  manifest: Manifest,
  below: (id: UniqueId) => ReadonlySet<UniqueId>,
): readonly UniqueId[] {
  const [first, ...others] = parents
  if (first === undefined) return []
  if (others.length === 0) return graph.children(first).filter((child) => isGated(manifest, child))
  const sets = others.map(below)
  const common = new Set([...below(first)].filter((id) => sets.every((set) => set.has(id))))
  return [...common].filter((id) => !graph.parents(id).some((parent) => common.has(parent)))
}

/** Tests do not wait for tests. */
function isGated(manifest: Manifest, id: UniqueId): boolean {
  const node = manifest.nodes[id]
  return node !== undefined && node.resource_type !== 'test'
}
