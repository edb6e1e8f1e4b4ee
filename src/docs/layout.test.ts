import { expect, test } from 'vitest'
import { layeredDrawing, layeredLayout } from './layout.js'

type Edge = readonly [number, number]

/** The same numbers in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
}

/** A project of levels: each node reads one to three of the levels before it, mostly of the last one. */
function project(count: number, levels: number, seed: number): Edge[] {
  const roll = dice(seed)
  const wide = Math.ceil(count / levels)
  const edges = new Map<string, Edge>()
  for (let node = wide; node < count; node++) {
    const level = Math.floor(node / wide)
    for (let read = 0; read <= roll(3); read++) {
      const from = (roll(4) > 0 ? level - 1 : roll(level)) * wide + roll(wide)
      edges.set(`${from}-${node}`, [from, node])
    }
  }
  return [...edges.values()]
}

/** How often the lines between neighbouring stops of all edges cross, by geometry. */
function crossings(count: number, edges: readonly Edge[], sweeps: number): number {
  const { points, bends } = layeredDrawing(count, edges, { sweeps })
  const lines = edges.flatMap(([from, to]) => {
    const [start, end] = [points[from], points[to]]
    if (!start || !end) return []
    const stops = [start, ...(bends.get(from * count + to) ?? []).map((bend) => ({ x: bend.left, y: bend.y })), end]
    return stops.slice(1).map((stop, index) => ({ x: stops[index]?.x ?? 0, from: stops[index]?.y ?? 0, to: stop.y }))
  })
  let total = 0
  for (const [index, a] of lines.entries())
    for (const b of lines.slice(index + 1)) if (a.x === b.x && (a.from - b.from) * (a.to - b.to) < 0) total++
  return total
}

test('ranks follow the longest path and a lone parent stands beside its child', () => {
  // 0 → 1 → 2 → 3, and 4 → 3 only
  const points = layeredLayout(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 3],
  ])
  const columns = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b)
  expect(points.map((point) => columns.indexOf(point.x))).toEqual([0, 1, 2, 3, 2])
})

test('sweeps take away most crossings of generated projects', () => {
  for (const seed of [1, 7, 42]) {
    const edges = project(160, 6, seed)
    const [before, after] = [crossings(160, edges, 0), crossings(160, edges, 16)]
    expect(after).toBeLessThan(before * 0.75)
    expect(layeredLayout(160, edges)).toEqual(layeredLayout(160, edges))
  }
})

test('chains are straight, and a long edge runs level through the ranks it passes', () => {
  // Two chains and an edge from the start of the first to its end.
  const edges: Edge[] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 5],
    [5, 6],
    [6, 3],
    [0, 3],
  ]
  const { points, bends } = layeredDrawing(7, edges)
  expect(new Set([4, 5, 6].map((node) => points[node]?.y)).size).toBe(1)
  const passed = bends.get(0 * 7 + 3) ?? []
  expect(passed).toHaveLength(2)
  for (const bend of passed) {
    expect(Math.abs(bend.y - (passed[0]?.y ?? 0))).toBeLessThan(2)
    for (const point of points) if (point.x === bend.left) expect(Math.abs(point.y - bend.y)).toBeGreaterThan(20)
  }
})

test('cycles are broken, not followed: what is below them is still drawn to the right', () => {
  const points = layeredLayout(4, [
    [0, 1],
    [1, 2],
    [2, 1],
    [2, 3],
  ])
  const [a, b, c, d] = points.map((point) => point.x)
  expect([a, b, c, d]).toEqual([a, b, c, d].toSorted((first, second) => (first ?? 0) - (second ?? 0)))
  expect(new Set([a, b, c, d]).size).toBe(4)
  expect(layeredLayout(1, [[0, 0]])).toHaveLength(1)
  expect(layeredLayout(0, [])).toEqual([])
})

test('parts that nothing joins do not lie over each other; a fan of leaves becomes a block', () => {
  const fan = Array.from({ length: 120 }, (_, leaf): Edge => [0, leaf + 1])
  const points = layeredLayout(140, [...fan, [121, 122], [123, 124]])
  const [wide, tall] = [Math.max(...points.map((point) => point.x)), Math.max(...points.map((point) => point.y))]
  expect(tall).toBeLessThan(120 * 56 * 0.5)
  expect(wide / tall).toBeGreaterThan(0.5)
  const meet = points.some((a, index) => points.slice(index + 1).some((b) => Math.abs(a.x - b.x) < 200 && Math.abs(a.y - b.y) < 40))
  expect(meet).toBe(false)
})

test('10,000 nodes and 15,000 edges: placed fast, apart, on a page a screen can show', () => {
  const edges = project(10_000, 12, 3)
  expect(edges.length).toBeGreaterThan(14_000)
  const start = performance.now()
  const points = layeredLayout(10_000, edges)
  // Half a second alone on two cores; the limit leaves room for a busy machine.
  expect(performance.now() - start).toBeLessThan(10_000)
  expect(new Set(points.map((point) => `${point.x}:${point.y}`)).size).toBe(10_000)
  const [wide, tall] = [Math.max(...points.map((point) => point.x)), Math.max(...points.map((point) => point.y))]
  expect(wide / tall).toBeGreaterThan(0.4)
  expect(wide / tall).toBeLessThan(5)
})
