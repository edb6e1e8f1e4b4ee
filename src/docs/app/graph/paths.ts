/** Ways through a graph given by its neighbours. */
type Neighbours = readonly (readonly number[])[]

/** Everything that `next` leads to from the starts, them included. */
export function reach(next: Neighbours, starts: Iterable<number>): Set<number> {
  const found = new Set(starts)
  for (const node of found) for (const other of next[node] ?? []) found.add(other)
  return found
}

export interface Between {
  /** Nodes on any way, both ends included; empty where there is no way. */
  readonly nodes: ReadonlySet<number>
  /** One with the fewest steps, from start to end. */
  readonly shortest: readonly number[]
}

export function between(graph: { readonly parents: Neighbours; readonly children: Neighbours }, from: number, to: number): Between {
  const below = reach(graph.children, [from])
  if (!below.has(to)) return { nodes: new Set(), shortest: [] }
  const above = reach(graph.parents, [to])
  const nodes = new Set([...below].filter((node) => above.has(node)))
  const before = new Map<number, number>([[from, -1]])
  for (const node of before.keys())
    for (const child of graph.children[node] ?? []) if (nodes.has(child) && !before.has(child)) before.set(child, node)
  const shortest: number[] = []
  for (let at = to; at >= 0; at = before.get(at) ?? -1) shortest.unshift(at)
  return { nodes, shortest }
}
