/** `graph_summary.json`: the shape of the graph with numbers for names, for diagnostics of large projects. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { Graph } from './graph.js'

export type GraphSummary = Record<string, { readonly name: string; readonly type: string; readonly succ?: readonly number[] }>

export function graphSummary(graph: Graph, manifest: Manifest): GraphSummary {
  const ids = graph.nodes()
  const index = new Map(ids.map((id, at) => [id, at]))
  const summary: GraphSummary = {}
  for (const [at, id] of ids.entries()) {
    const successors = graph.children(id).map((child) => index.get(child) ?? -1)
    const type = findResource(manifest, id)?.resource_type ?? 'unknown'
    summary[at] = { name: id, type, ...(successors.length > 0 ? { succ: successors } : {}) }
  }
  return summary
}
