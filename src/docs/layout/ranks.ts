/** Which column each node stands in: the longest way to it, then as near to what uses it as that allows. */

export type Edge = readonly [from: number, to: number]

export interface Links {
  readonly parents: readonly number[][]
  readonly children: readonly number[][]
}

/** Neighbours both ways. Edges that close a cycle are turned round, doubles and loops left out. */
export function acyclicLinks(count: number, edges: readonly Edge[]): Links {
  const links = linksOf(count, edges)
  if (topological(links).length === count) return links
  const back = closingEdges(links.children)
  return linksOf(
    count,
    edges.map(([from, to]) => (back.has(from * count + to) ? ([to, from] as const) : ([from, to] as const))),
  )
}

function linksOf(count: number, edges: readonly Edge[]): { parents: number[][]; children: number[][] } {
  const parents: number[][] = Array.from({ length: count }, () => [])
  const children: number[][] = Array.from({ length: count }, () => [])
  const seen = new Set<number>()
  for (const [from, to] of edges) {
    if (from === to || seen.has(from * count + to)) continue
    seen.add(from * count + to)
    parents[to]?.push(from)
    children[from]?.push(to)
  }
  return { parents, children }
}

/** Parents first; nodes of a cycle and what is below them are missing. */
function topological({ parents, children }: Links): number[] {
  const waiting = parents.map((list) => list.length)
  const order = waiting.flatMap((left, node) => (left === 0 ? [node] : []))
  for (let at = 0; at < order.length; at++) {
    for (const child of children[order[at] as number] ?? []) {
      waiting[child] = (waiting[child] as number) - 1
      if (waiting[child] === 0) order.push(child)
    }
  }
  return order
}

/** Edges that lead back to a node still being walked, as `from × count + to`. */
function closingEdges(children: readonly number[][]): Set<number> {
  const count = children.length
  const back = new Set<number>()
  const state = new Uint8Array(count)
  const next = new Int32Array(count)
  for (let start = 0; start < count; start++) {
    if (state[start] !== 0) continue
    const stack = [start]
    state[start] = 1
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const at = next[node] as number
      next[node] = at + 1
      const child = children[node]?.[at]
      if (child === undefined) {
        state[node] = 2
        stack.pop()
      } else if (state[child] === 0) {
        state[child] = 1
        stack.push(child)
      } else if (state[child] === 1) back.add(node * count + child)
    }
  }
  return back
}

/** Rank of each node. A node that more read than feed stands just before its first reader, which keeps edges short. */
export function ranksOf(links: Links): number[] {
  const order = topological(links)
  const ranks = new Array<number>(links.parents.length).fill(0)
  for (const node of order)
    for (const child of links.children[node] ?? []) ranks[child] = Math.max(ranks[child] as number, (ranks[node] as number) + 1)
  for (const node of order.reverse()) {
    const below = links.children[node] ?? []
    if (below.length <= (links.parents[node] ?? []).length) continue
    ranks[node] = Math.min(...below.map((child) => ranks[child] as number)) - 1
  }
  return ranks
}
