// What a project can ask of PostgreSQL beside tables and views, on the oldest server at hand: it has all but newer types.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase, whyNoSystemPostgres } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { facts, lines } from './warehouse.js'

let database: PostgresDatabase
let made: Project
let first: string

const contract = (constraints: string, column: string) =>
  `config: {materialized: table, contract: {enforced: true}}\n    constraints: ${constraints}\n    columns: [${column}]`

const files = {
  'functions/half.sql': 'select x / step',
  'functions/spread.sql': 'max(x) - min(x)',
  'functions/functions.yml': `functions:
  - name: half
    description: A part of it
    config: {volatility: deterministic, grants: {execute: [sluice_reader]}, persist_docs: {relation: true}}
    arguments: [{name: x, data_type: numeric}, {name: step, data_type: numeric, default_value: "2"}]
    returns: {data_type: numeric}
  - name: spread
    config: {type: aggregate}
    arguments: [{name: x, data_type: integer}]
    returns: {data_type: integer}
`,
  'models/source.yml': `sources:
  - name: raw
    schema: app
    tables: [{name: parts, loaded_at_field: at, config: {freshness: {error_after: {count: 1, period: day}}}}, {name: far}]
`,
  'models/called.sql':
    "select {{ function('half') }}(5) as half, {{ function('spread') }}(n) as spread, count(*) as n from {{ source('raw', 'parts') }}",
  'models/keyed.sql': "{{ config(alias='keyed') }} select 1 as id, 'a' as code union all select 2, 'b'",
  'models/referring.sql': "select id as keyed from {{ ref('keyed') }}",
  'models/contracts.yml': `models:
  - name: keyed
    ${contract(
      '[{type: primary_key, columns: [id], name: keyed_pk}, {type: unique, columns: [code], name: Keyed_Code, expression: nulls not distinct}]',
      '{name: id, data_type: int}, {name: code, data_type: varchar(5), constraints: [{type: check, expression: "code <> \'\'"}]}',
    )}
  - name: referring
    ${contract("[{type: foreign_key, columns: [keyed], to: ref('keyed'), to_columns: [id], name: referring_fk}]", '{name: keyed, data_type: int}')}
`,
  'models/mat.sql': `{{ config(materialized='materialized_view', on_configuration_change=var('reaction', 'apply'), grants={'select': var('readers', ['sluice_reader', 'public'])},
     indexes=[{'columns': ['n'], 'unique': true}] + ([{'columns': ['label', 'n']}] if var('more', false) else []), persist_docs={'columns': true}) }}
    select n, 'x' as label from {{ ref('called') }}`,
  'models/mat.yml': 'models: [{name: mat, columns: [{name: n, description: how many}]}]',
  'models/hours.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='day', begin='2024-01-01') }}
    select * from {{ ref('events') }}`,
  'models/events.sql':
    "{{ config(materialized='table', event_time='at') }} select n, '2024-01-01'::timestamp + n * interval '8 hours' as at, {{ var('day', 1) }} as day from generate_series(0, {{ 8 if var('day', 1) == 1 else 4 }}) n",
  'models/merged.sql': `{{ config(materialized='incremental', incremental_strategy='merge', unique_key=['id', 'part'], merge_exclude_columns=['made'], incremental_predicates=["DBT_INTERNAL_DEST.part <> 'c'"]) }}
    select 1 as id, part, {{ var('day', 1) }} as day, {{ var('day', 1) }} as made from (values ('a'), ('b'), ('c')) p(part) where part <> 'b' or {{ var('day', 1) }} = 1`,
  'models/arrays.sql': "select n, array_agg(label order by label) as labels, '{}'::jsonb as doc from {{ ref('mat') }} group by n",
  'models/arrays.yml': `unit_tests:
  - name: collects
    model: arrays
    given: [{input: ref('mat'), rows: [{n: 1, label: b}, {n: 1, label: a}]}]
    expect: {rows: [{n: 1, labels: "{a,b}", doc: "{}"}]}
`,
}

beforeAll(async () => {
  database = await postgresDatabase(whyNoSystemPostgres() === undefined ? 'system' : 'embedded')
  await database.query(`do $$ begin create role sluice_reader; exception when duplicate_object or unique_violation then null; end $$;
    create schema app;
    create table app.parts (n int, at timestamptz) partition by range (n);
    create table app.low partition of app.parts for values from (0) to (10);
    insert into app.parts select n, now() from generate_series(1, 9) n;
    create extension postgres_fdw; create server elsewhere foreign data wrapper postgres_fdw;
    create foreign table app.far (n int) server elsewhere`)
  made = project({
    ...files,
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${database.output({ schema: 'app', threads: 4 })}\n`,
  })
  first = await sluice(0, 'build', '--no-docs', ...days)
}, 240_000)
afterAll(async () => {
  made.remove()
  await database.drop()
})

const days = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-04']

async function sluice(expected: number, ...args: string[]): Promise<string> {
  const { code, text } = await made.sluice(args)
  expect(code, text).toBe(expected)
  return text
}

const about = async (kind: 'indexes' | 'comments' | 'grants' | 'functions' | 'constraints', of: string) =>
  (await facts(database, kind)).filter((fact) => fact.startsWith(of))

describe('a first build', () => {
  it('makes functions of SQL, aggregates too, with their grants and comments', async () => {
    expect(await lines(database, 'select half, spread, n from app.called')).toEqual(['2.5 | 8 | 9'])
    expect(await about('functions', 'half')).toEqual(['half(x numeric, step numeric DEFAULT 2) numeric i'])
    expect(await about('comments', 'half')).toEqual(['half(): A part of it'])
    expect(await lines(database, "select has_function_privilege('sluice_reader', 'app.half(numeric, numeric)', 'execute')")).toEqual([
      'true',
    ])
  })

  it('indexes, comments and grants materialized views', async () => {
    expect(await about('indexes', 'mat')).toEqual(['mat CREATE UNIQUE INDEX ON app.mat USING btree (n)'])
    expect(await about('comments', 'mat')).toEqual(['mat.n: how many'])
    expect(await about('grants', 'mat')).toEqual(['mat select to public', 'mat select to sluice_reader'])
  })

  it('types the rows of unit tests, arrays and documents among them', () => {
    expect(first).toMatch(/PASS arrays::collects/)
  })
})

it('builds again: keys keep their names, batches and keys are replaced, grants revoked, indexes added', async () => {
  const constraints = await lines(
    database,
    "select conname from pg_constraint where conrelid = 'app.keyed'::regclass and contype in ('p', 'u')",
  )
  expect(constraints).toEqual(['keyed_code', 'keyed_pk'])
  await sluice(0, 'build', '--no-docs', '--vars', '{day: 2, more: true, readers: [sluice_reader]}', ...days)
  expect(
    await lines(database, "select conname from pg_constraint where conrelid = 'app.keyed'::regclass and contype in ('p', 'u')"),
  ).toEqual(constraints)
  expect(await about('constraints', 'referring')).toEqual(['referring FOREIGN KEY (keyed) REFERENCES app.keyed(id)'])
  expect(await lines(database, 'select day, count(*) from app.hours group by day')).toEqual(['2 | 5'])
  expect(await lines(database, 'select part, day, made from app.merged')).toEqual(['a | 2 | 1', 'b | 1 | 1', 'c | 1 | 1', 'c | 2 | 2'])
  expect(await about('indexes', 'mat')).toEqual([
    'mat CREATE INDEX ON app.mat USING btree (label, n)',
    'mat CREATE UNIQUE INDEX ON app.mat USING btree (n)',
  ])
  expect(await about('grants', 'mat')).toEqual(['mat select to sluice_reader'])
})

it.each([
  ['continue', 0, /`on_configuration_change` was set to `continue`/],
  ['fail', 1, /`on_configuration_change` was set to `fail`/],
])('leaves a materialized view whose indexes changed as it is on %s', async (reaction, code, said) => {
  const before = await facts(database, 'indexes')
  const text = await sluice(code, 'run', '--select', 'mat', '--vars', `{reaction: ${reaction}, more: ${before.length % 2 === 1}}`)
  expect(text).toMatch(said)
  expect(await facts(database, 'indexes')).toEqual(before)
})

it('tells statistics in the catalog once the server has them, and of every kind of relation', async () => {
  await database.query('analyze app.keyed')
  await sluice(0, 'docs', 'generate', '--no-compile', '--target-path', 'bare')
  expect([made.exists('bare/catalog.json'), made.exists('bare/manifest.json')]).toEqual([true, false])
  await sluice(0, 'docs', 'generate')
  const { nodes, sources } = made.json<Record<'nodes' | 'sources', Record<string, Described>>>('target/catalog.json')
  const described = { ...nodes, ...sources }
  expect(described['model.shop.keyed']?.stats).toMatchObject({
    row_count: { value: 2, include: true },
    bytes: { include: true },
    last_analyze: {},
    has_stats: { value: true },
  })
  expect(Object.entries(described).map(([id, { metadata }]) => `${id.split('.').at(-1)} ${metadata.type}`)).toEqual(
    expect.arrayContaining(['parts BASE TABLE', 'far BASE TABLE', 'mat MATERIALIZED VIEW', 'called VIEW', 'keyed BASE TABLE']),
  )
  expect(described['model.shop.mat']?.columns.n).toMatchObject({ type: 'bigint', comment: 'how many' })
})

it('says how fresh a source is', async () => {
  expect(await sluice(0, 'source', 'freshness')).toMatch(/PASS freshness of raw\.parts/)
})

it('refuses another database, and writes SQL for no rows or none at all', async () => {
  made.write({ 'models/other.sql': "{{ config(database='other') }} select 1 as n" })
  expect(await sluice(2, 'run', '--select', 'other')).toMatch(/Cross-db references not allowed in postgres \(other vs /)
  made.write({ 'models/other.sql': "{{ config(materialized='incremental', incremental_strategy='deleteinsert') }} select 1 as n" })
  expect(await sluice(1, 'run', '--select', 'other')).toMatch(/INCREMENTAL_STRATEGY_UNKNOWN/)
  made.write({
    'models/other.sql': "{{ config(materialized='table') }} select n from {{ source('raw', 'parts') }}",
  })
  await sluice(0, 'run', '--select', 'other', '--empty')
  expect(await lines(database, 'select count(*) from app.other')).toEqual(['0'])
})

interface Described {
  readonly metadata: { readonly type: string }
  readonly columns: Readonly<Record<string, { readonly type: string; readonly comment: string | null }>>
  readonly stats: Readonly<Record<string, { readonly value: unknown; readonly include: boolean }>>
}
