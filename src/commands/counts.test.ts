import { expect, it } from 'vitest'
import { countStats, elapsedWords, ranLine } from './counts.js'

it.each([
  [0.754, ' in 0 hours 0 minutes and 0.75 seconds (0.75s).'],
  [61, ' in 0 hours 1 minutes and 1.00 seconds (61.00s).'],
  [7325.5, ' in 2 hours 2 minutes and 5.50 seconds (7325.50s).'],
])('%f seconds read as dbt reads them', (seconds, words) => {
  expect(elapsedWords(seconds)).toBe(words)
})

it('counts what ran by kind, sorted', () => {
  const node = (resource_type: string, materialized = '') => ({ resource_type, config: { materialized } }) as never
  const nodes = [
    node('model', 'view'),
    node('test'),
    node('test'),
    node('seed'),
    node('model', 'table'),
    node('operation'),
    node('unit_test'),
  ]
  expect(ranLine(nodes)).toBe('1 project hook, 1 seed, 1 table model, 2 data tests, 1 unit test, 1 view model')
})

it('adds every status up to the total', () => {
  const statuses = ['success', 'pass', 'warn', 'error', 'fail', 'runtime error', 'partial success', 'skipped', 'no-op', 'reused'] as const
  const stats = countStats(statuses.map((status) => ({ status }) as never))
  expect(stats).toEqual({ pass: 2, warn: 1, error: 4, skip: 1, noop: 1, reused: 1, total: 10 })
})
