/**
 * Layered drawing of the lineage, left to right: rank by longest path, few crossings, straight chains. Parts that nothing joins
 * are packed below each other, and a rank that would be too tall for a screen stands in several columns.
 * Near-linear: 10,000 nodes take a fraction of a second, where general graph libraries take seconds to minutes.
 */
import { heightsOf } from './layout/heights.js'
import { type Layered, layeredOf, untangle } from './layout/order.js'
import { type Box, packed } from './layout/packing.js'
import { acyclicLinks, type Edge, ranksOf } from './layout/ranks.js'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where a long edge runs level through a rank it only passes. */
export interface Bend {
  readonly left: number
  readonly right: number
  readonly y: number
}

export interface LayoutOptions {
  /** Distance between ranks and between neighbours of a rank, in drawing units. */
  readonly rankGap: number
  readonly nodeGap: number
  readonly sweeps: number
}

export interface Drawing {
  /** Upper left corner of each node. */
  readonly points: readonly Point[]
  /** Of an edge, as `from × count + to`: what it passes on its way; absent where it joins neighbouring ranks. */
  readonly bends: ReadonlyMap<number, readonly Bend[]>
}

const defaults: LayoutOptions = { rankGap: 264, nodeGap: 56, sweeps: 16 }
/** Between the nodes of two ranks, and of two columns of one rank. */
const rankRoom = 64
const columnRoom = 20
/** A rank of fewer nodes is never broken into columns. */
const tallRank = 24

/** Places of `count` nodes joined by `edges` (parent, child). */
export function layeredLayout(count: number, edges: readonly Edge[], options: Partial<LayoutOptions> = {}): Point[] {
  return [...layeredDrawing(count, edges, options).points]
}

export function layeredDrawing(count: number, edges: readonly Edge[], options: Partial<LayoutOptions> = {}): Drawing {
  const chosen = { ...defaults, ...options }
  const columnGap = chosen.rankGap - rankRoom + columnRoom
  const points: Point[] = new Array(count)
  const bends = new Map<number, readonly Bend[]>()
  const parts = partsOf(count, edges)
  const boxes: Box[] = []
  const drawn = parts.joined.map((part) => {
    const { own, ...drawing } = drawPart(part, chosen)
    boxes.push({ width: extent(drawing.points, 'x') + chosen.rankGap - rankRoom, height: extent(drawing.points, 'y') + chosen.nodeGap })
    return { own, drawing }
  })
  const { corners, alone } = packed(boxes, parts.alone.length, { width: columnGap, height: chosen.nodeGap })
  for (const [index, { own, drawing }] of drawn.entries()) {
    const { x, y } = corners[index] as Point
    for (const [local, point] of drawing.points.entries()) points[own[local] as number] = { x: point.x + x, y: point.y + y }
    for (const [key, list] of drawing.bends) {
      const [from, to] = [own[Math.floor(key / own.length)] as number, own[key % own.length] as number]
      bends.set(
        from * count + to,
        list.map((bend) => ({ left: bend.left + x, right: bend.right + x, y: bend.y + y })),
      )
    }
  }
  for (const [index, node] of parts.alone.entries()) points[node] = alone[index] as Point
  return { points, bends }
}

interface Part {
  readonly nodes: readonly number[]
  readonly edges: readonly Edge[]
}

/** Nodes that edges join, and nodes without any; the largest part first. */
function partsOf(count: number, edges: readonly Edge[]): { joined: Part[]; alone: number[] } {
  const leader = Int32Array.from({ length: count }, (_, node) => node)
  const find = (node: number): number => {
    let top = node
    while (leader[top] !== top) top = leader[top] = leader[leader[top] as number] as number
    return top
  }
  const known = edges.filter(([from, to]) => from !== to && from >= 0 && to >= 0 && from < count && to < count)
  for (const [from, to] of known) leader[Math.max(find(from), find(to))] = Math.min(find(from), find(to))
  const found = new Map<number, { nodes: number[]; edges: Edge[] }>()
  for (const node of leader.keys()) {
    const part = found.get(find(node))
    if (part) part.nodes.push(node)
    else found.set(find(node), { nodes: [node], edges: [] })
  }
  for (const edge of known) found.get(find(edge[0]))?.edges.push(edge)
  const all = [...found.values()]
  return {
    joined: all.filter((part) => part.nodes.length > 1).sort((a, b) => b.nodes.length - a.nodes.length),
    alone: all.flatMap((part) => (part.nodes.length === 1 ? part.nodes : [])),
  }
}

function drawPart(part: Part, options: LayoutOptions): Drawing & { own: readonly number[] } {
  const count = part.nodes.length
  const local = new Map(part.nodes.map((node, index) => [node, index]))
  const edges = part.edges.map(([from, to]) => [local.get(from) as number, local.get(to) as number] as const)
  const links = acyclicLinks(count, edges)
  const ranks = ranksOf(links)
  const first = ranks.reduce((low, rank) => Math.min(low, rank), Number.POSITIVE_INFINITY)
  const graph = layeredOf(
    links,
    ranks.map((rank) => rank - first),
  )
  untangle(graph, options.sweeps)
  return { own: part.nodes, ...placed(graph, edges, options) }
}

function placed(graph: Layered, edges: readonly Edge[], { rankGap, nodeGap }: LayoutOptions): Drawing {
  const columnGap = rankGap - rankRoom + columnRoom
  const counts = graph.layers.map((layer) => layer.reduce((sum, unit) => sum + (unit < graph.nodes ? 1 : 0), 0))
  const columns = columnsOf(counts, nodeGap, rankGap)
  const room = {
    node: columns.map((many) => nodeGap / 2 / many),
    // Waypoints never take more than half of what the nodes of a rank take.
    waypoint: graph.layers.map((layer, rank) => {
      const [own, many] = [counts[rank] as number, columns[rank] as number]
      return Math.min(nodeGap * 0.15, (nodeGap * Math.max(own, 8)) / many / 4 / Math.max(1, layer.length - own))
    }),
  }
  const height = heightsOf(graph, room)
  const top = height.reduce((low, value, unit) => (unit < graph.nodes ? Math.min(low, value) : low), Number.POSITIVE_INFINITY)
  let left = 0
  const lefts = columns.map((many) => {
    const own = left
    left += rankGap + (many - 1) * columnGap
    return own
  })
  const points: Point[] = new Array(graph.nodes)
  for (const [rank, layer] of graph.layers.entries())
    for (const [index, unit] of layer.filter((each) => each < graph.nodes).entries())
      points[unit] = {
        x: (lefts[rank] as number) + (index % (columns[rank] as number)) * columnGap,
        y: Math.round((height[unit] as number) - top),
      }
  const bendOf = (unit: number): Bend => {
    const rank = graph.rank[unit] as number
    const x = lefts[rank] as number
    return {
      left: x,
      right: x + ((columns[rank] as number) - 1) * columnGap + rankGap - rankRoom,
      y: Math.round((height[unit] as number) - top),
    }
  }
  return { points, bends: bendsOf(graph, edges, bendOf) }
}

function bendsOf(graph: Layered, edges: readonly Edge[], bendOf: (unit: number) => Bend): Map<number, readonly Bend[]> {
  const bends = new Map<number, readonly Bend[]>()
  for (const [from, to] of edges) {
    // An edge that was turned round to break a cycle runs along the trunk of its child.
    const [early, late] = (graph.rank[from] as number) < (graph.rank[to] as number) ? [from, to] : [to, from]
    const passed = graph.trunks.get(early)?.slice(0, Math.max(0, (graph.rank[late] as number) - (graph.rank[early] as number) - 1)) ?? []
    if (passed.length === 0) continue
    const list = passed.map(bendOf)
    bends.set(
      from * graph.nodes + to,
      early === from ? list : list.reverse().map(({ left, right, y }) => ({ left: right, right: left, y })),
    )
  }
  return bends
}

/** In how many columns each rank stands, so that the whole is about twice as wide as high. */
function columnsOf(counts: readonly number[], nodeGap: number, rankGap: number): number[] {
  const columnGap = rankGap - rankRoom + columnRoom
  const split = (tall: number) => counts.map((count) => Math.max(1, Math.ceil(count / tall)))
  let tall = tallRank
  for (; tall < Math.max(...counts); tall = Math.ceil(tall * 1.15)) {
    const width = split(tall).reduce((sum, many) => sum + rankGap + (many - 1) * columnGap, 0)
    if (width <= 3.2 * tall * nodeGap) break
  }
  return split(tall)
}

function extent(points: readonly Point[], axis: 'x' | 'y'): number {
  return points.reduce((most, point) => Math.max(most, point[axis]), 0)
}
