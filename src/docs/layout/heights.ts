/**
 * How high each unit stands, given the order of its rank: as near as possible to its neighbours in the ranks beside it, which makes
 * chains and the waypoints of long edges straight. Each rank is solved exactly (least squares with distances kept), in sweeps.
 */
import type { Layered } from './order.js'

export interface Room {
  /** Half of what a node of each rank takes, and half of what a waypoint of it takes. */
  readonly node: readonly number[]
  readonly waypoint: readonly number[]
}

export function heightsOf(graph: Layered, room: Room): Float64Array {
  const { layers, up, down, nodes } = graph
  const height = new Float64Array(graph.rank.length)
  for (const [rank, layer] of layers.entries()) stack(layer, half(rank, nodes, room), height)
  const settle = (rank: number, sides: readonly (readonly number[][])[]) =>
    level(layers[rank] as number[], half(rank, nodes, room), height, (unit) => pull(unit, sides, height, nodes))
  const last = layers.length - 1
  for (let sweep = 0; sweep < 4; sweep++) {
    for (let rank = 1; rank <= last; rank++) settle(rank, [up])
    for (let rank = last - 1; rank >= 0; rank--) settle(rank, [down])
  }
  for (let sweep = 0; sweep < 2; sweep++) {
    for (let rank = 0; rank <= last; rank++) settle(rank, [up, down])
    for (let rank = last; rank >= 0; rank--) settle(rank, [up, down])
  }
  return height
}

function half(rank: number, nodes: number, room: Room): (unit: number) => number {
  const [node, waypoint] = [room.node[rank] ?? 0, room.waypoint[rank] ?? 0]
  return (unit) => (unit < nodes ? node : waypoint)
}

/** One below the other, around zero. */
function stack(layer: readonly number[], size: (unit: number) => number, height: Float64Array): void {
  let total = 0
  for (const unit of layer) total += 2 * size(unit)
  let top = -total / 2
  for (const unit of layer) {
    height[unit] = top + size(unit)
    top += 2 * size(unit)
  }
}

/** Of a link with none, one or two waypoints. */
const strengths = [1, 2, 8]

/** Where its neighbours want a unit, and how much: bends in long edges disturb most. */
function pull(unit: number, sides: readonly (readonly number[][])[], height: Float64Array, nodes: number): readonly [number, number] {
  let sum = 0
  let weight = 0
  for (const side of sides)
    for (const other of side[unit] ?? []) {
      const strength = strengths[(unit < nodes ? 0 : 1) + (other < nodes ? 0 : 1)] as number
      sum += strength * (height[other] as number)
      weight += strength
    }
  return weight > 0 ? [sum / weight, weight] : [height[unit] as number, 0.02]
}

/** Pools neighbours that would come too near each other until all distances hold. */
function level(
  layer: readonly number[],
  size: (unit: number) => number,
  height: Float64Array,
  wish: (unit: number) => readonly [number, number],
): void {
  const offsets = new Float64Array(layer.length)
  const means: number[] = []
  const weights: number[] = []
  const counts: number[] = []
  let offset = 0
  for (const [index, unit] of layer.entries()) {
    if (index > 0) offset += size(layer[index - 1] as number) + size(unit)
    offsets[index] = offset
    let [mean, weight] = wish(unit)
    mean -= offset
    let count = 1
    while (means.length > 0 && (means.at(-1) as number) > mean) {
      const other = weights.pop() as number
      mean = (mean * weight + (means.pop() as number) * other) / (weight + other)
      weight += other
      count += counts.pop() as number
    }
    means.push(mean)
    weights.push(weight)
    counts.push(count)
  }
  let index = 0
  for (const [block, count] of counts.entries())
    for (const end = index + count; index < end; index++)
      height[layer[index] as number] = (means[block] as number) + (offsets[index] as number)
}
