import { expect, it } from 'vitest'
import type { Resource } from '../core/node.js'
import { type BatchSize, batchName, parseMoment, planBatches } from './batches.js'

const node = { name: 'm', unique_id: 'model.p.m', resource_type: 'model' } as Resource
const at = (text: string) => parseMoment(text, node, 'x') as Date

interface Case {
  readonly size: BatchSize
  readonly now: string
  readonly lookback?: number
  readonly begin?: string
  readonly start?: string
  readonly end?: string
  readonly names: string
}

/** Names of the batches; what dbt 1.11 plans for the same settings. */
const cases: [string, Case][] = [
  ['first run from begin', { size: 'day', now: '2024-09-17 16:06:00', begin: '2024-09-15', names: '2024-09-15 2024-09-16 2024-09-17' }],
  ['incremental with lookback 1', { size: 'day', now: '2024-09-17 16:06:00', names: '2024-09-16 2024-09-17' }],
  ['lookback 3', { size: 'day', now: '2024-09-17 16:06:00', lookback: 3, names: '2024-09-14 2024-09-15 2024-09-16 2024-09-17' }],
  ['lookback 0', { size: 'hour', now: '2024-09-17 16:06:00', lookback: 0, names: '2024-09-17T16' }],
  ['months over a year', { size: 'month', now: '2024-02-10', begin: '2023-11-30', names: '2023-11 2023-12 2024-01 2024-02' }],
  ['years', { size: 'year', now: '2024-01-01', begin: '2022-06-01', names: '2022 2023' }],
  ['event times win', { size: 'day', now: '2024-09-17', start: '2024-01-01 12:00', end: '2024-01-03', names: '2024-01-01 2024-01-02' }],
]

it.each(cases)('%s', (_name, { size, now, lookback = 1, begin, start, end, names }) => {
  const batches = planBatches(
    {
      size,
      lookback,
      begin: begin === undefined ? undefined : at(begin),
      incremental: begin === undefined,
      eventTimeStart: start === undefined ? undefined : at(start),
      eventTimeEnd: end === undefined ? undefined : at(end),
      now: at(now),
    },
    node,
  )
  expect(batches.map((batch) => batchName(batch.start, size)).join(' ')).toBe(names)
  for (const [index, batch] of batches.slice(1).entries()) expect(batch.start).toEqual(batches[index]?.end)
})

it('asks for begin where it is needed', () => {
  const plan = {
    size: 'day',
    lookback: 1,
    begin: undefined,
    incremental: false,
    eventTimeStart: undefined,
    eventTimeEnd: undefined,
    now: at('2024-01-01'),
  } as const
  expect(() => planBatches(plan, node)).toThrow('needs a begin')
})
