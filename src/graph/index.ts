/** Manifest → Graph. A reference to nothing and a cycle are errors that name the place. */
import { allResources, type Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import { findCycle, referenceLocation } from './cycle.js'
import { dependencyMissing, graphCycle } from './errors.js'
import { createGraph, type Graph } from './graph.js'
import { dependenciesOf } from './maps.js'
import { testEdges } from './test-edges.js'

export type { Graph } from './graph.js'
export { manifestMaps } from './maps.js'
export { graphSummary } from './summary.js'

export function buildGraph(manifest: Manifest): Graph {
  const ids: UniqueId[] = []
  const edges: [UniqueId, UniqueId][] = []
  for (const resource of allResources(manifest)) {
    ids.push(resource.unique_id)
    for (const parent of dependenciesOf(resource)) edges.push([parent, resource.unique_id])
  }
  const known = new Set(ids)
  for (const [parent, child] of edges) {
    if (!known.has(parent)) throw dependencyMissing(child, parent, manifest.locations.get(child))
  }
  const graph = createGraph(ids, edges)
  if (graph.nodes().length < graph.size) failOnCycle(manifest, graph, ids)
  return graph
}

/** The graph `build` runs by: nodes wait for the data tests of what they read. */
export function withTestEdges(graph: Graph, manifest: Manifest): Graph {
  return graph.withEdges(testEdges(graph, manifest))
}

function failOnCycle(manifest: Manifest, graph: Graph, ids: readonly UniqueId[]): never {
  const cycle = findCycle(graph, ids) ?? []
  throw graphCycle(cycle.map((id, index) => ({ id, location: referenceLocation(manifest, id, cycle[index + 1] ?? cycle[0] ?? id) })))
}
