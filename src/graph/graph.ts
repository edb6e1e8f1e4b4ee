/**
 * Who depends on whom: a directed graph over unique_ids, edges from parent to child. graphlib holds it; neighbour lists
 * are kept beside, because graphlib copies them on each call and walks over 10,000 nodes ask for them often.
 */
import { Graph as Digraph } from 'graphlib'
import type { UniqueId } from '../core/node.js'
import { type Graph, linkedGraph } from './linked.js'

export type { Graph } from './linked.js'

const none: readonly UniqueId[] = []

export function createGraph(nodes: Iterable<UniqueId>, edges: Iterable<readonly [UniqueId, UniqueId]>): Graph {
  const digraph = new Digraph({ directed: true })
  for (const node of nodes) digraph.setNode(node)
  for (const [parent, child] of edges) digraph.setEdge(parent, child)
  const ids = digraph.nodes()
  const parents = new Map(ids.map((id) => [id, digraph.predecessors(id) ?? none]))
  const children = new Map(ids.map((id) => [id, digraph.successors(id) ?? none]))
  return linkedGraph(ids, parents, children, createGraph)
}
