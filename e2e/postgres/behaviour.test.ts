// What a run on PostgreSQL keeps safe, and where it goes further than dbt: swaps nobody notices, long names, types that
// grow in place, views that go with what they read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { facts, lines, session } from './warehouse.js'

let database: PostgresDatabase
let made: Project
beforeAll(async () => {
  database = await postgresDatabase()
})
afterAll(async () => await database.drop())

/** A project of its own schema; what a build says. */
async function inSchema(
  schema: string,
  body: (build: (expected: number, ...args: string[]) => Promise<string>) => Promise<void>,
): Promise<void> {
  made = project({ 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${database.output({ schema, threads: 4 })}\n` })
  try {
    await body(async (expected, ...args) => {
      const { code, text } = await made.sluice([...(args[0]?.startsWith('-') === false ? [] : ['build', '--no-docs']), ...args])
      expect(code, text).toBe(expected)
      return text
    })
  } finally {
    made.remove()
  }
}

const names = (schema: string) =>
  lines(database, `select relname from pg_class c where relnamespace = '${schema}'::regnamespace and relkind in ('r','v','m')`)

it('swaps tables and views while others read them, who never miss them nor see them half built', async () => {
  await inSchema('swap', async (build) => {
    const model = (kind: string, sleep: number) =>
      `{{ config(materialized='${kind}') }} select n from generate_series(1, 1000) n ${sleep > 0 ? `, (select pg_sleep(${sleep})) pause` : ''}`
    made.write({
      'models/t.sql': model('table', 0),
      'models/v.sql': "select n from {{ ref('t') }}",
      'models/m.sql': model('materialized_view', 0),
    })
    await build(0)
    made.write({ 'models/t.sql': model('table', 0.3) })
    const seen = new Map<string, number>()
    let over = false
    const reading = session(database, async (query) => {
      while (!over) {
        const [row] = await query('select count(*)::int as n from swap.t').catch((error: Error) => [{ n: error.message }])
        seen.set(String(row?.n), (seen.get(String(row?.n)) ?? 0) + 1)
      }
    })
    await build(0)
    over = true
    await reading
    expect([...seen.keys()]).toEqual(['1000'])
    expect(seen.get('1000')).toBeGreaterThan(20)
    expect(await names('swap')).toEqual(['m', 't', 'v'])
  })
})

it('keeps the old table, its index, rows and grants when a rebuild or a hook behind it fails', async () => {
  await inSchema('safe', async (build) => {
    const model = (sql: string, more = '') => `{{ config(materialized='table', indexes=[{'columns': ['n']}]${more}) }} ${sql}`
    made.write({ 'models/m.sql': model("select 1 as n, 'old' as label") })
    await build(0)
    const before = await facts(database, 'indexes')
    for (const broken of [
      model("select 1 / (random() * 0)::int as n, 'new' as label"),
      model("select 2 as n, 'new' as label", ", post_hook='select * from nowhere'"),
    ]) {
      made.write({ 'models/m.sql': broken })
      await build(1)
      expect(await lines(database, 'select * from safe.m')).toEqual(['1 | old'])
      expect(await facts(database, 'indexes')).toEqual(before)
      expect(await names('safe')).toEqual(['m'])
    }
  })
})

describe('names of 63 bytes', () => {
  it('are staged and put aside apart from each other', async () => {
    await inSchema('long', async (build) => {
      const name = (end: string) => `${'straße_'.repeat(7)}abcdef${end}`
      const files = (day: number) =>
        Object.fromEntries(
          ['1', '2', '3', '4'].flatMap((end) => [
            [
              `models/${name(end)}.sql`,
              `{{ config(materialized='${Number(end) % 2 ? 'table' : 'view'}') }} select ${end} as n, ${day} as day, pg_sleep(0.05)::text as s`,
            ],
          ]),
        )
      expect(Buffer.byteLength(name('1'))).toBe(63)
      const incremental = `${'i'.repeat(62)}`
      const more = (day: number) => ({
        [`models/${incremental}x.sql`]: `{{ config(materialized='incremental', unique_key='n') }} select ${day} as n`,
        'snapshots/s.sql': `{% snapshot ${incremental}s %}{{ config(strategy='check', unique_key='n', check_cols=['day']) }} select 1 as n, ${day} as day{% endsnapshot %}`,
      })
      for (const day of [1, 2]) {
        made.write({ ...files(day), ...more(day) })
        await build(0)
      }
      for (const end of ['1', '2', '3', '4'])
        expect(await lines(database, `select n, day from long."${name(end)}"`)).toEqual([`${end} | 2`])
      expect(await lines(database, `select n from long.${incremental}x`)).toEqual(['1', '2'])
      expect(await lines(database, `select day from long.${incremental}s`)).toEqual(['1', '2'])
      expect(await names('long')).toHaveLength(6)
    })
  })

  it('are the longest there are: one byte more is refused before anything is sent', async () => {
    await inSchema('longer', async (build) => {
      made.write({ [`models/${'x'.repeat(64)}.sql`]: 'select 1 as n', [`seeds/${'y'.repeat(64)}.csv`]: 'n\n1\n' })
      const text = await build(1)
      expect(text.match(/is longer than 63 characters/g)?.length).toBeGreaterThanOrEqual(2)
      expect(text).toContain('NAME_TOO_LONG')
      expect(await names('longer')).toEqual([])
    })
  })
})

it('changes types in place: the column keeps position, index and default, and views on it are built again', async () => {
  await inSchema('types', async (build) => {
    const model = (
      wide: boolean,
    ) => `{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns', indexes=[{'columns': ['label']}]) }}
      select 1 as id, ${wide ? "'a longer text'::varchar(30)" : "'short'::varchar(5)"} as label, ${wide ? '2.5::numeric(10,3)' : '2::int'} as price,
      array['x']::${wide ? 'text' : 'varchar'}[] as tags, '{}'::jsonb as doc, 'a'::types.mood as mood ${wide ? ", '101'::bit(3) as bits, array[1.5]::numeric(5,2)[] as sizes" : ''}`
    await database.query("create schema types; create type types.mood as enum ('a', 'b')")
    made.write({
      'models/m.sql': model(false),
      'models/v.sql': "select label, price from {{ ref('m') }}",
      'models/w.sql': "select label from {{ ref('v') }}",
    })
    await build(0)
    const index = await facts(database, 'indexes')
    made.write({ 'models/m.sql': model(true) })
    await build(0)
    expect(
      await lines(
        database,
        "select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'types.m'::regclass and attnum > 0 and not attisdropped",
      ),
    ).toEqual(
      [
        'bits bit(3)',
        'doc jsonb',
        'id integer',
        'label character varying(30)',
        'mood types.mood',
        'price numeric(10,3)',
        'sizes numeric(5,2)[]',
        'tags text[]',
      ].sort(),
    )
    expect(await lines(database, 'select id, label, price from types.m')).toEqual(['1 | a longer text | 2.5'])
    expect(await facts(database, 'indexes')).toEqual(index)
    expect(await lines(database, 'select * from types.w')).toEqual(['a longer text'])
  })
})

it('forgets views that a cascade took along, in other schemas too', async () => {
  await inSchema('casc', async (build) => {
    const config = (kind: string) => `{{ config(materialized='${kind}') }}`
    made.write({
      'models/a.sql': `${config('table')} select 1 as n`,
      'models/m.sql': `${config('materialized_view')} select n from {{ ref('a') }}`,
      'models/b.sql': `{{ config(schema='far') }} select n from {{ ref('m') }}`,
      'models/c.sql': "select n from {{ ref('b') }}",
    })
    await build(0)
    await build(0, '--full-refresh')
    // Sub-queries without alias, as the newest servers take them.
    made.write({ 'models/joined.sql': "select a.n from {{ ref('a') }} a join {{ ref('b') }} as b on a.n = b.n cross join {{ ref('c') }}" })
    await build(0, '--empty', '--select', 'joined')
    // The kinds change places.
    made.write({
      'models/a.sql': `${config('view')} select 1 as n`,
      'models/m.sql': `${config('table')} select n from {{ ref('a') }}`,
      'models/c.sql': `${config('materialized_view')} select n from {{ ref('b') }}`,
    })
    await build(0)
    made.write({
      'models/m.sql': `{{ config(materialized='incremental') }} select n from {{ ref('a') }}`,
      'models/c.sql': `${config('incremental')} select n from {{ ref('b') }}`,
    })
    await build(0)
    expect(await lines(database, 'select * from casc.c')).toEqual(['1', '1'])
    expect(await names('casc')).toEqual(['a', 'c', 'joined', 'm'])
  })
})

it('adds no row twice where two runs replace the same keys at once', async () => {
  await inSchema('twice', async (build) => {
    const model =
      "{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert') }} select id from generate_series(1, 100) id"
    made.write({ 'models/i.sql': model })
    await build(0)
    await session(database, async (query) => {
      // The other run: it has replaced the rows and is about to commit.
      await query('begin; delete from twice.i; insert into twice.i select generate_series(1, 100)')
      const ours = build(0)
      const waiting = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
      while ((await database.query(waiting))[0]?.n === 0) await new Promise((done) => setTimeout(done, 20))
      await query('commit')
      await ours
    })
    expect(await database.query('select count(*)::int as n, count(distinct id)::int as ids from twice.i')).toEqual([{ n: 100, ids: 100 }])
  })
})
