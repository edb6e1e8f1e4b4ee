/** The cycle a graph hides, as a readable path with the place of each reference. */
import type { SourceLocation } from '../core/error.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Graph } from './graph.js'

/** One shortest cycle among the nodes that have no place in the topological order; each node refers to the one after it. */
export function findCycle(graph: Graph, ids: readonly UniqueId[]): UniqueId[] | undefined {
  const ordered = new Set(graph.nodes())
  const left = ids.filter((id) => !ordered.has(id)).sort()
  let best: UniqueId[] | undefined
  // N.B. a shortest cycle through each node is quadratic: look at the first hundred only, that is enough to be readable.
  for (const id of left.slice(0, 100)) {
    const cycle = shortestCycleThrough(id, graph)
    if (cycle && (best === undefined || cycle.length < best.length)) best = cycle
    if (best && best.length <= 2) break
  }
  return best ?? firstCycle(graph, left)
}

function shortestCycleThrough(id: UniqueId, graph: Graph): UniqueId[] | undefined {
  const from = new Map<UniqueId, UniqueId>()
  let layer = [id]
  while (layer.length > 0) {
    const next: UniqueId[] = []
    for (const node of layer) {
      for (const parent of graph.parents(node)) {
        if (parent === id) return pathTo(node, id, from)
        if (from.has(parent)) continue
        from.set(parent, node)
        next.push(parent)
      }
    }
    layer = next
  }
  return undefined
}

function pathTo(end: UniqueId, start: UniqueId, from: ReadonlyMap<UniqueId, UniqueId>): UniqueId[] {
  const path = [end]
  for (let node = end; node !== start; ) {
    node = from.get(node) ?? start
    path.unshift(node)
  }
  return path
}

/** Follows parents until a node comes twice: for nodes that hang below a cycle. */
function firstCycle(graph: Graph, left: readonly UniqueId[]): UniqueId[] | undefined {
  const open = new Set(left)
  const path: UniqueId[] = []
  const at = new Map<UniqueId, number>()
  for (let node = left[0]; node !== undefined; node = graph.parents(node).find((parent) => open.has(parent))) {
    const before = at.get(node)
    if (before !== undefined) return path.slice(before)
    at.set(node, path.push(node) - 1)
  }
  return undefined
}

/** Where `from` refers to `to`: the `ref(…)` call in its code, else where it is defined. */
export function referenceLocation(manifest: Manifest, from: UniqueId, to: UniqueId): SourceLocation | undefined {
  const node = findResource(manifest, from)
  const defined = manifest.locations.get(from)
  if (!node) return defined
  const target = findResource(manifest, to)
  const code = 'raw_code' in node && typeof node.raw_code === 'string' ? node.raw_code : ''
  const offset = target ? callOffset(code, target.name) : -1
  if (offset < 0) return defined ?? { file: node.original_file_path, line: 1, column: 1 }
  const before = code.slice(0, offset).split('\n')
  const first = defined?.line ?? 1
  const column = (before.at(-1)?.length ?? 0) + 1
  return {
    file: defined?.file ?? node.original_file_path,
    line: first + before.length - 1,
    column: before.length === 1 ? column + (defined?.column ?? 1) - 1 : column,
  }
}

/** Offset of the quoted name in a call such as `ref('name')`, `ref('package', 'name')` or `function('name')`; -1 without. */
function callOffset(code: string, name: string): number {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const call = new RegExp(`\\b(?:ref|source|function|metric)\\s*\\((?:\\s*['"][^'"]*['"]\\s*,)?\\s*(['"])${quoted}\\1`).exec(code)
  return call ? call.index + call[0].length - name.length - 2 : -1
}
