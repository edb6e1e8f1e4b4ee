// The SQL of hypertables and continuous aggregates, statement by statement, for what the catalog may answer.
// `vitest -u` writes golden/*.sql; the live suite beside sends the same to a real server.
import { expect, test } from 'vitest'
import { type Answer, type Recording, record } from './recorded.js'

const readings = `select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g`
const full = `{{ config(
    materialized='hypertable',
    time_column='ts',
    chunk_interval='1 day',
    space_partition={'column': 'sensor', 'number': 4},
    compression={'segment_by': 'sensor', 'order_by': 'ts desc', 'after': '7 days', 'schedule_interval': '6 hours'},
    retention={'after': '90 days'},
    reorder={'columns': ['sensor', 'ts']},
    indexes=[{'columns': ['sensor', 'ts']}, {'columns': ['celsius'], 'type': 'brin'}],
) }}
${readings}`
const added = `{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['sensor', 'ts'],
    hypertable={'time_column': 'ts', 'chunk_interval': '1 day', 'compression': true},
) }}
${readings}`
const hourly = `{{ config(
    materialized='continuous_aggregate',
    materialized_only=false,
    refresh_policy={'start_offset': '3 days', 'end_offset': '1 hour', 'schedule_interval': '30 minutes'},
    compression={'segment_by': 'sensor', 'after': '30 days'},
    retention='2 years',
    chunk_interval='10 days',
    indexes=[{'columns': ['mean']}],
) }}
select time_bucket('1 hour', ts) as hour, sensor, avg(celsius) as mean from {{ ref('readings') }} group by 1, 2`
const daily = `{{ config(materialized='continuous_aggregate') }}
select time_bucket('1 day', hour) as day, sensor, avg(mean) as mean from {{ ref('hourly') }} group by 1, 2`

const table = { name: 'readings', type: 'table' } as const
const columns = (relation: string, ...names: string[]): Answer => ({
  about: `to_regclass('"${relation}`,
  rows: names.map((name) => ({
    name,
    type: name === 'ts' ? 'timestamp with time zone' : 'text',
    size: null,
    precision: null,
    scale: null,
  })),
})
const query = columns('readings__dbt_tmp', 'ts', 'sensor', 'celsius')
const target = columns('raw"."readings"', 'ts', 'sensor', 'celsius')
const indexes: Answer = {
  about: 'pg_catalog.pg_index',
  rows: [
    { name: 'readings_ts_idx', method: 'btree', unique: false, column_names: 'ts' },
    { name: 'a'.repeat(32), method: 'btree', unique: false, column_names: 'sensor,ts' },
    { name: 'b'.repeat(32), method: 'brin', unique: false, column_names: 'celsius' },
  ],
}
const asConfigured = {
  time_column: 'ts',
  chunk_interval: '1 day',
  same_chunk_interval: true,
  integer_now: null,
  space_column: 'sensor',
  space_number: 4,
  compression_enabled: true,
  has_compressed_chunks: true,
  segment_by: 'sensor',
  order_by: 'ts desc nulls first',
}
const state = (changes: Partial<Record<keyof typeof asConfigured, string | number | boolean | null>> = {}): Answer => ({
  about: 'as same_chunk_interval',
  rows: [{ ...asConfigured, ...changes }],
})
const job = (job_id: number, name: string, config: string, same_settings = true, same_schedule = true) => ({
  job_id,
  process: `policy_${name}`,
  config,
  schedule_interval: '1 day',
  same_settings,
  same_schedule,
})
const jobs = (...rows: ReturnType<typeof job>[]): Answer => ({ about: 'as same_schedule', rows })
const kept = jobs(
  job(1000, 'compression', '{"compress_after": "7 days"}'),
  job(1001, 'retention', '{"drop_after": "90 days"}'),
  job(1002, 'reorder', `{"index_name": "${'a'.repeat(32)}"}`),
)
const aggregate = (definition: string): Answer => ({
  about: 'aggregate.view_definition',
  rows: [
    {
      materialized_only: true,
      view_definition: definition,
      compression_enabled: true,
      table_schema: '_timescaledb_internal',
      table_name: '_mat_2',
    },
  ],
})
const definition: Answer = { about: 'pg_get_viewdef', rows: [{ definition: 'SELECT 1' }] }
const window = (more: Readonly<Record<string, string | boolean | null>> = {}): Answer => ({
  about: 'as drops_old',
  rows: [
    {
      column_type: 'timestamp with time zone',
      table_schema: '_timescaledb_internal',
      table_name: '_mat_2',
      bucket_column: 'hour',
      drops_old: false,
      oldest: '2026-01-01 00:00:00+00',
      newest: '2026-02-01 11:00:00+00',
      ...more,
    },
  ],
})
const standing = [table, { name: 'hourly', type: 'materialized_view' }] as const
const hourlyJobs = jobs(
  job(1003, 'refresh_continuous_aggregate', '{"start_offset": "1 day"}', false),
  job(1004, 'compression', '{"compress_after": "30 days"}'),
  job(1005, 'reorder', '{"index_name": "by_hand"}'),
)
const both = { models: { readings: full, hourly }, build: 'hourly' }

const scenes: Readonly<Record<string, Recording>> = {
  'hypertable-first': { models: { readings: full }, build: 'readings', answers: [indexes] },
  'hypertable-integer-time': {
    models: {
      readings: `{{ config(materialized='hypertable', time_column='at', chunk_interval=86400, retention=864000,
        integer_now='public.unix_now', create_default_indexes=false) }} select 1::bigint as at, 2 as x`,
    },
    build: 'readings',
  },
  'hypertable-again': { models: { readings: full }, build: 'readings', stands: [table], answers: [query, target, indexes, state(), kept] },
  'hypertable-altered': {
    models: { readings: full },
    build: 'readings',
    stands: [table],
    answers: [
      query,
      columns('raw"."readings"', 'ts', 'sensor', 'gone'),
      {
        about: 'pg_catalog.pg_index',
        rows: [
          { name: 'a'.repeat(32), method: 'btree', unique: false, column_names: 'sensor,ts' },
          { name: 'c'.repeat(32), method: 'btree', unique: false, column_names: 'gone' },
        ],
      },
      {
        about: 'as same_chunk_interval',
        rows: [{ ...asConfigured, same_chunk_interval: false, chunk_interval: '7 days', space_number: 2, segment_by: null }],
      },
      jobs(job(1000, 'compression', '{"compress_after": "3 days"}', false, false), job(1009, 'refresh_continuous_aggregate', '{}')),
    ],
  },
  'hypertable-of-a-table': { models: { readings: added }, build: 'readings', stands: [table], answers: [query, target] },
  'hypertable-of-a-view': { models: { readings: added }, build: 'readings', stands: [{ name: 'readings', type: 'view' }] },
  'incremental-delete-insert': {
    models: { readings: added },
    build: 'readings',
    stands: [table],
    answers: [query, target, indexes, state({ space_column: null, space_number: null })],
  },
  'incremental-full-refresh': {
    models: { readings: added },
    build: 'readings',
    stands: [table],
    fullRefresh: true,
    answers: [query, target, state({ space_column: null, space_number: null })],
  },
  'aggregate-first': { ...both, stands: [table], answers: [window()] },
  'aggregate-altered': { ...both, stands: standing, answers: [aggregate('SELECT 1'), definition, state(), hourlyJobs, window()] },
  'aggregate-of-dropped-rows': {
    ...both,
    stands: standing,
    answers: [
      aggregate('SELECT 1'),
      definition,
      state(),
      hourlyJobs,
      window({ drops_old: true }),
      { about: 'as is_older', rows: [{ is_older: true }] },
    ],
  },
  'aggregate-rebuilt': {
    models: { readings: full, hourly, daily },
    build: 'hourly',
    stands: [...standing, { name: 'daily', type: 'materialized_view' }],
    answers: [
      aggregate('SELECT 2'),
      definition,
      { about: 'recursive dependents', rows: [{ view_schema: 'raw', view_name: 'daily' }] },
      window(),
    ],
  },
}

test.each(Object.entries(scenes))('%s', async (name, scene) => {
  const { sql, log, error } = await record(scene)
  if (error) throw error
  const told = log.map((line) => `-- ${line}\n`).join('')
  await expect(told + sql).toMatchFileSnapshot(`golden/${name}.sql`)
})

const refusals: readonly (readonly [string, Recording, string, string])[] = [
  [
    'merge into a compressed hypertable',
    {
      models: { readings: added.replace('delete+insert', 'merge') },
      build: 'readings',
      stands: [table],
      answers: [query, target, state()],
    },
    'TIMESCALE_REFUSED models/readings.sql:3:5',
    "set incremental_strategy to 'delete+insert', which gives the same rows by the same unique_key",
  ],
  [
    'merge where the table was compressed by hand',
    {
      models: { readings: added.replace('delete+insert', 'merge').replace(", 'compression': true", '') },
      build: 'readings',
      stands: [table],
      answers: [query, target, state()],
    },
    'TIMESCALE_REFUSED models/readings.sql:3:5',
    'delete+insert',
  ],
  [
    'another time column',
    { models: { readings: full }, build: 'readings', stands: [table], answers: [state({ time_column: 'at' })] },
    'TIMESCALE_REFUSED models/readings.sql:3:5',
    'drop the table yourself',
  ],
  [
    'no space partition any more',
    { models: { readings: added }, build: 'readings', stands: [table], answers: [state()] },
    'TIMESCALE_REFUSED models/readings.sql:2:5',
    'drop the table yourself',
  ],
  [
    'a table in place of a hypertable',
    {
      models: { readings: "{{ config(materialized='table') }} select 1 as x" },
      build: 'readings',
      stands: [table],
      answers: [{ about: 'as name\n    from timescaledb_information.continuous_aggregates', rows: [{ name: 'raw.hourly' }] }],
    },
    'TIMESCALE_REFUSED models/readings.sql:1:11',
    'set materialized to hypertable',
  ],
  [
    'an aggregate made anew under one that is not built',
    {
      models: { readings: full, hourly, daily },
      build: 'hourly',
      stands: standing,
      selected: ['hourly'],
      answers: [aggregate('SELECT 2'), definition, { about: 'recursive dependents', rows: [{ view_schema: 'raw', view_name: 'daily' }] }],
    },
    'TIMESCALE_REFUSED models/hourly.sql:2:19',
    'build them in the same run',
  ],
  [
    'a wrong key',
    { models: { readings: full.replace('schedule_interval', 'schedule') }, build: 'readings' },
    'CONFIG_INVALID models/readings.sql:6:85',
    '',
  ],
  [
    'the Apache edition',
    {
      models: { readings: full },
      build: 'readings',
      answers: [
        {
          about: 'pg_available_extensions',
          rows: [{ database: 'plant', available: true, version: '2.28.3', schema: 'public', license: 'apache' }],
        },
      ],
    },
    'TIMESCALE_MISSING models/readings.sql:2:19',
    '',
  ],
]

test.each(refusals)('%s is refused before anything is sent', async (_name, recording, where, hint) => {
  const { sql, error } = await record(recording)
  // The query of a continuous aggregate is compared by way of a temporary view.
  expect(sql.replace(/^begin;\n\ncreate temporary view [\s\S]*?;\n\ndrop view .*;\n$/, '')).toBe('')
  const { file, line, column } = error?.fields.location ?? { file: '', line: 0, column: 0 }
  expect(`${error?.code} ${file}:${line}:${column}`).toBe(where)
  expect(error?.fields.hint ?? '').toContain(hint)
})
