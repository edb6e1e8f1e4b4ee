/**
 * The order within each rank. An edge that spans ranks gets a waypoint in each of them, shared by all edges of its parent: a
 * trunk with branches. Barycentre sweeps with the best order kept, then neighbours are swapped where that saves crossings.
 */
import type { Links } from './ranks.js'

/** Nodes and, after them, waypoints; every link joins neighbouring ranks. */
export interface Layered {
  readonly nodes: number
  /** Units of each rank, top to bottom. */
  readonly layers: number[][]
  readonly rank: readonly number[]
  readonly up: readonly number[][]
  readonly down: readonly number[][]
  /** Of a node: its waypoints, by the ranks after its own. */
  readonly trunks: ReadonlyMap<number, readonly number[]>
}

export function layeredOf(links: Links, ranks: readonly number[]): Layered {
  const nodes = ranks.length
  const rank = [...ranks]
  const up: number[][] = ranks.map(() => [])
  const down: number[][] = ranks.map(() => [])
  const trunks = new Map<number, readonly number[]>()
  const join = (above: number, below: number) => {
    down[above]?.push(below)
    up[below]?.push(above)
  }
  for (const [node, children] of links.children.entries()) {
    const own = ranks[node] as number
    const trunk = Array.from({ length: longest(children, ranks) - own - 1 }, (_, step) => up.length + step)
    for (const [step, waypoint] of trunk.entries()) {
      rank.push(own + step + 1)
      up.push([])
      down.push([])
      join(trunk[step - 1] ?? node, waypoint)
    }
    if (trunk.length > 0) trunks.set(node, trunk)
    for (const child of children) join(trunk[(ranks[child] as number) - own - 2] ?? node, child)
  }
  return { nodes, layers: firstOrder(rank, up, down), rank, up, down, trunks }
}

function longest(children: readonly number[], ranks: readonly number[]): number {
  let most = 0
  for (const child of children) most = Math.max(most, ranks[child] as number)
  return Math.max(most, 1)
}

/** As a walk from the first rank meets them, so that what belongs together starts together. */
function firstOrder(rank: readonly number[], up: readonly number[][], down: readonly number[][]): number[][] {
  const layers: number[][] = Array.from({ length: Math.max(0, ...new Set(rank)) + 1 }, () => [])
  const seen = new Uint8Array(rank.length)
  for (const start of rank.keys()) {
    if (seen[start] || (up[start] as number[]).length > 0) continue
    const stack = [start]
    for (let unit = stack.pop(); unit !== undefined; unit = stack.pop()) {
      if (seen[unit]) continue
      seen[unit] = 1
      layers[rank[unit] as number]?.push(unit)
      stack.push(...(down[unit] as number[]).toReversed())
    }
  }
  return layers
}

/** Orders `layers` in place. Large drawings get half of the sweeps: the first ones bring most. */
export function untangle(graph: Layered, most: number): void {
  const { layers } = graph
  const places = { at: new Float64Array(graph.rank.length), weight: new Float64Array(graph.rank.length) }
  for (const layer of layers) number(layer, places.at)
  let best = layers.map((layer) => [...layer])
  let fewest = crossings(graph, places.at)
  const sweeps = graph.rank.length > 6000 ? most / 2 : most
  for (let count = 0; count < sweeps && fewest > 0; count++) {
    sweep(graph, count % 2 === 0, places)
    const now = crossings(graph, places.at)
    if (now >= fewest) continue
    fewest = now
    best = layers.map((layer) => [...layer])
  }
  for (const [rank, layer] of best.entries()) {
    layers[rank] = layer
    number(layer, places.at)
  }
  if (fewest > 0 && graph.rank.length <= 4000) swapNeighbours(graph, places.at)
}

interface Places {
  /** Position of each unit in its rank. */
  readonly at: Float64Array
  readonly weight: Float64Array
}

function sweep({ layers, up, down }: Layered, right: boolean, places: Places): void {
  for (let step = 1; step < layers.length; step++) {
    const rank = right ? step : layers.length - 1 - step
    const beside = layers[right ? rank - 1 : rank + 1] as number[]
    byBarycentre(layers[rank] as number[], right ? up : down, places, beside.length)
  }
}

function number(layer: readonly number[], at: Float64Array): void {
  for (const [index, unit] of layer.entries()) at[unit] = index
}

function byBarycentre(layer: number[], neighbours: readonly number[][], { at, weight }: Places, opposite: number): void {
  for (const [index, unit] of layer.entries()) {
    const near = neighbours[unit] as number[]
    let sum = 0
    for (const other of near) sum += at[other] as number
    weight[unit] = near.length > 0 ? sum / near.length : (index * opposite) / layer.length
  }
  layer.sort((a, b) => (weight[a] as number) - (weight[b] as number) || (at[a] as number) - (at[b] as number))
  number(layer, at)
}

/** Crossings between all neighbouring ranks, by counting inversions. */
function crossings({ layers, down }: Layered, at: Float64Array): number {
  let total = 0
  for (const [rank, layer] of layers.entries()) {
    const size = layers[rank + 1]?.length ?? 0
    const tree = new Int32Array(size + 1)
    let inserted = 0
    for (const unit of layer) {
      const ends = down[unit] as number[]
      for (const end of ends) total += inserted - upTo(tree, (at[end] as number) + 1)
      for (const end of ends)
        for (let index = (at[end] as number) + 1; index <= size; index += index & -index) tree[index] = (tree[index] as number) + 1
      inserted += ends.length
    }
  }
  return total
}

function upTo(tree: Int32Array, last: number): number {
  let sum = 0
  for (let index = last; index > 0; index -= index & -index) sum += tree[index] as number
  return sum
}

function swapNeighbours({ layers, up, down }: Layered, at: Float64Array): void {
  let better = true
  for (let pass = 0; pass < 8 && better; pass++) {
    better = false
    for (const layer of layers) {
      for (let index = 0; index + 1 < layer.length; index++) {
        const [a, b] = [layer[index] as number, layer[index + 1] as number]
        const gain = saved(up[a], up[b], at) + saved(down[a], down[b], at)
        if (gain <= 0) continue
        better = true
        layer[index] = b
        layer[index + 1] = a
        at[b] = index
        at[a] = index + 1
      }
    }
  }
}

/** How many crossings fewer when the second stands above the first. */
function saved(first: readonly number[] | undefined, second: readonly number[] | undefined, at: Float64Array): number {
  let gain = 0
  for (const a of first ?? []) for (const b of second ?? []) gain += Math.sign((at[a] as number) - (at[b] as number))
  return gain
}
