import { describe, expect, test } from 'vitest'
import type { SluiceError } from '../../core/error.js'
import { type ConfiguredModel, continuousAggregateOf, hypertableOf, isHypertable } from './timescale-config.js'

const model = (config: Record<string, unknown>, raw_code = ''): ConfiguredModel => ({
  name: 'readings',
  unique_id: 'model.p.readings',
  original_file_path: 'models/readings.sql',
  raw_code,
  config,
})
const table = (config: Record<string, unknown>) => hypertableOf(model({ materialized: 'hypertable', time_column: 'ts', ...config }))

describe('what a config may say in short', () => {
  test.each([
    ['compression', true, { segment_by: null, order_by: null, after: null, schedule_interval: null }],
    ['compression', false, null],
    [
      'compression',
      { segment_by: 'site, sensor', order_by: 'ts DESC, "Value", n desc nulls last', after: 86_400 },
      {
        segment_by: ['site', 'sensor'],
        order_by: ['ts desc nulls first', '"Value" asc nulls last', 'n desc nulls last'],
        after: 86_400,
        schedule_interval: null,
      },
    ],
    ['retention', ' 90 days ', { after: '90 days', schedule_interval: null }],
    ['retention', { after: 5, schedule_interval: '1 day' }, { after: 5, schedule_interval: '1 day' }],
    ['reorder', 'by_hand', { index: 'by_hand', columns: null }],
    ['reorder', { columns: ['a', 'b'] }, { index: null, columns: ['a', 'b'] }],
    ['indexes', [{ columns: 'a,b', unique: true }], [{ columns: ['a', 'b'], unique: true, type: null }]],
  ])('%s: %j', (key, given, read) => {
    expect(table({ [key]: given })[key as 'retention']).toEqual(read)
  })

  test('an offset that is left out, or none, is no limit', () => {
    const { refresh_policy, materialized_only, refresh_on_build } = continuousAggregateOf(
      model({ refresh_policy: { start_offset: null, schedule_interval: '1 hour' } }),
    )
    expect([refresh_policy, materialized_only, refresh_on_build]).toEqual([
      { start_offset: null, end_offset: null, schedule_interval: '1 hour' },
      true,
      true,
    ])
  })

  test('an incremental model is a hypertable by its group of configs, and reads no other than indexes beside it', () => {
    const added = model({
      materialized: 'incremental',
      hypertable: { time_column: 'ts' },
      retention: '1 day',
      indexes: [{ columns: ['a'] }],
    })
    expect([isHypertable(added), isHypertable(model({ materialized: 'table', hypertable: { time_column: 'ts' } }))]).toEqual([true, false])
    const { retention, indexes } = hypertableOf(added)
    expect([retention, indexes.length]).toEqual([null, 1])
  })
})

describe('what is wrong is told at its key', () => {
  const code = "{{ config(\n  materialized='hypertable',\n  retention={'aftr': 1},\n) }}"
  test.each([
    [{ materialized: 'hypertable' }, 'time_column is missing', 2],
    [{ retention: { aftr: 1 } }, 'retention.aftr is not known here', 3],
    [{ retention: {} }, 'retention does not say after how long', 3],
    [{ retention: { after: -1 } }, 'retention.after is -1', 3],
    [{ chunk_interval: 1.5 }, 'chunk_interval is 1.5', 2],
    [{ space_partition: { column: 'a', number: 0 } }, 'space_partition.number is 0', 2],
    [{ compression: { order_by: 'ts sideways' } }, 'compression.order_by is "ts sideways"', 2],
    [{ reorder: { index: 'a', columns: ['b'] } }, 'reorder names no index, or two', 2],
    [{ indexes: [{ unique: true }] }, 'indexes has an index without columns', 2],
    [{ create_default_indexes: 'no' }, 'create_default_indexes is "no"', 2],
  ])('%j', (config, problem, line) => {
    const given = 'materialized' in config ? config : { materialized: 'hypertable', time_column: 'ts', ...config }
    const error = thrown(() => hypertableOf(model(given, code)))
    expect([error.code, error.message, error.fields.location?.line]).toEqual(['CONFIG_INVALID', `model readings: ${problem}`, line])
  })

  test('a refresh policy needs its schedule', () => {
    const error = thrown(() => continuousAggregateOf(model({ refresh_policy: { end_offset: '1 hour' } })))
    expect([error.message, error.fields.location]).toEqual([
      'model readings: refresh_policy has no schedule_interval',
      { file: 'models/readings.sql', line: 1, column: 1 },
    ])
  })
})

function thrown(body: () => unknown): SluiceError {
  try {
    body()
  } catch (error) {
    return error as SluiceError
  }
  throw new TypeError('nothing was thrown')
}
