/** A walk as a tree to read: each point opened once, where it is met first, and no more lines than a page can hold. */
import { type Edge, endOf, type Point, pointKey, type Walk } from './walk.js'

export interface TreeItem {
  readonly edge: Edge
  readonly point: Point
  /** Opened further above. */
  readonly again: boolean
  readonly below: readonly TreeItem[]
}

export interface Tree {
  readonly items: readonly TreeItem[]
  readonly lines: number
  /** Lines that are left out. */
  readonly more: boolean
}

interface Open {
  readonly edges: readonly Edge[]
  readonly into: TreeItem[]
  next: number
}

/** Nearest links first; what shapes the rows of a node is told at the first of its columns. */
export function treeOf(walk: Walk, lines: number): Tree {
  const { direction, start } = walk
  const following = followed(walk)
  const opened = new Set([pointKey(start)])
  const shaped = new Set<string>()
  const told = (edges: readonly Edge[], point: Point) => (direction === 'up' ? unshaped(edges, point, shaped) : edges)
  const items: TreeItem[] = []
  // A stack of our own: a chain of a thousand models is deeper than the one of the language.
  const stack: Open[] = [{ edges: told(following.get(pointKey(start)) ?? [], start), into: items, next: 0 }]
  let drawn = 0
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const edge = top.edges[top.next++]
    if (!edge) {
      stack.pop()
      continue
    }
    if (drawn === lines) return { items, lines: drawn, more: true }
    drawn++
    const point = endOf(edge, direction)
    const edges = following.get(pointKey(point)) ?? []
    const again = opened.has(pointKey(point)) && edges.length > 0
    opened.add(pointKey(point))
    const below: TreeItem[] = []
    top.into.push({ edge, point, again, below })
    if (!again && edges.length > 0) stack.push({ edges: told(edges, point), into: below, next: 0 })
  }
  return { items, lines: drawn, more: false }
}

function followed({ edges, direction }: Walk): ReadonlyMap<string, readonly Edge[]> {
  const next = new Map<string, Edge[]>()
  for (const edge of edges) {
    const key = pointKey(direction === 'up' ? edge.to : edge.from)
    const known = next.get(key)
    if (known) known.push(edge)
    else next.set(key, [edge])
  }
  return next
}

/** Upstream these are the same for each column of a node; downstream they belong to the one column. */
function unshaped(edges: readonly Edge[], { id }: Point, shaped: Set<string>): readonly Edge[] {
  if (!edges.some(({ kind }) => kind === 'rows')) return edges
  if (shaped.has(id)) return edges.filter(({ kind }) => kind !== 'rows')
  shaped.add(id)
  return edges
}
