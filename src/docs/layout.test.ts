import { expect, test } from 'vitest'
import { layeredLayout } from './layout.js'

test('ranks follow the longest path and a lone parent stands beside its child', () => {
  // 0 → 1 → 2 → 3, and 4 → 3 only
  const points = layeredLayout(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 3],
  ])
  expect(points.map((point) => point.x / 244)).toEqual([0, 1, 2, 3, 2])
})

test('crossing parents are untangled', () => {
  const points = layeredLayout(4, [
    [0, 3],
    [1, 2],
  ])
  const above = (a: number, b: number) => (points[a]?.y ?? 0) < (points[b]?.y ?? 0)
  expect(above(0, 1)).toBe(above(3, 2))
})

test('a cycle does not hang it', () => {
  expect(
    layeredLayout(2, [
      [0, 1],
      [1, 0],
    ]),
  ).toHaveLength(2)
})

test('10,000 nodes are placed, none on top of another', () => {
  const edges = Array.from({ length: 9_999 }, (_, index) => [Math.floor(index / 2), index + 1] as const)
  const points = layeredLayout(10_000, edges)
  expect(new Set(points.map((point) => `${point.x}:${point.y}`)).size).toBe(10_000)
})
