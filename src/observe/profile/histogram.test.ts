import { expect, test } from 'vitest'
import { histogramOf } from './histogram.js'

test('even quantiles give even bins, and all shares make one', () => {
  const even = histogramOf(Array.from({ length: 21 }, (_each, index) => index * 5))
  expect(even.map(({ share }) => Number(share.toFixed(6)))).toEqual(Array.from({ length: 20 }, () => 0.05))
  expect([even[0]?.from, even.at(-1)?.to]).toEqual([0, 100])
})

test('a value that most rows have is in one bin', () => {
  const bins = histogramOf([0, ...Array.from({ length: 19 }, () => 7), 100])
  expect(bins[1]?.share).toBeGreaterThan(0.9)
  expect(bins.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
})

test('one value, none, or what has no place on a line: nothing to draw', () => {
  for (const quantiles of [[], [3, 3, 3], [0, Number.POSITIVE_INFINITY], [Number.NaN, 1]]) expect(histogramOf(quantiles)).toEqual([])
})
