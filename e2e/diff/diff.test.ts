import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { insertSql, type Planted, planted } from './random.js'

// Three pairs of random tables on each engine, and one pair of 100 000 rows of which each engine has one.

interface Answer {
  readonly onlyA: number
  readonly onlyB: number
  readonly changed: number
  readonly repeated: number
  readonly how: string
  readonly different: boolean
  readonly columns: readonly { column: string; rows: number; largest: number | null; samples: { key: string[]; a: string; b: string }[] }[]
  readonly samples: { readonly onlyA: string[][]; readonly onlyB: string[][] }
}

const seeds = [1, 2, 3]
const pairs = new Map<number, Planted>(seeds.map((seed) => [seed, planted(seed, 60 * seed ** 2)]))
const table = (float: string) => `(id bigint, "text" varchar(80), amount decimal(18,2), ratio ${float}, "at" timestamp, flag boolean)`
const big = `select i as id, 'N' || (i % 977) as name, cast(i % 1000 as decimal(12,2)) / 8 as price, cast(i as double precision) / 7 as share,
  timestamp '2026-01-01' + i * interval '1 minute' as at, i % 3 = 0 as flag`

let shop: Project
let database: PostgresDatabase

beforeAll(async () => {
  database = await postgresDatabase()
  shop = project({
    'profiles.yml': `shop:\n  target: duck\n  outputs:\n    duck: {type: duckdb, path: shop.duckdb, schema: dev}\n    pg: ${database.output({ schema: 'dev' })}\n`,
    'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 'x' as mail",
    'models/orders.yml': 'models:\n  - {name: orders, columns: [{name: id, data_tests: [unique, not_null]}, {name: mail, tags: [pii]}]}\n',
  })
  const instance = await DuckDBInstance.create(`${shop.folder}/shop.duckdb`)
  const duck = await instance.connect()
  const statements = (float: string) => [
    'create schema dev',
    ...seeds.flatMap((seed) => {
      const { a, b } = pairs.get(seed) as Planted
      const make = (side: string, rows: Planted['a']) => [
        `create table dev.${side}${seed} ${table(float)}`,
        insertSql(`dev.${side}${seed}`, rows, float),
      ]
      return [...make('a', a), ...make('b', b)]
    }),
  ]
  for (const sql of statements('double')) await duck.run(sql)
  for (const sql of statements('double precision')) await database.query(sql)
  await duck.run(`create table dev.big as ${big} from range(100000) r(i)`)
  await duck.run(
    "create table dev.orders as select 1 as id, 'a@b.c' as mail; create schema prod; create table prod.orders as select 1 as id, 'd@e.f' as mail",
  )
  // As the same values come from other types: text for varchar, numeric without a scale, integer for bigint, with time zone.
  await database.query(`create table dev.big as select cast(id as integer) as id, name, cast(price as numeric) as price, share, at, flag
    from (${big} from generate_series(0, 99999) r(i)) as r where id not in (5, 77, 99999)`)
  await database.query(`update dev.big set price = price + 0.001 where id in (100, 2000, 30000, 44444);
    update dev.big set share = share + 0.0000001 where id in (7, 8, 9); update dev.big set name = null where id in (12, 13);
    update dev.big set at = at + interval '1 microsecond' where id = 14; update dev.big set flag = not flag where id = 15;
    insert into dev.big select id + 200000, name, price, share, at, flag from dev.big where id in (1, 2, 3)`)
  duck.closeSync()
  instance.closeSync()
}, 150_000)

afterAll(async () => {
  shop?.remove()
  await database?.drop()
})

async function diff(args: readonly string[]): Promise<Answer> {
  const { stdout, stderr, code } = await shop.sluice(['diff', ...args, '--output', 'json', '-q'])
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as Answer
}

function summary({ onlyA, onlyB, changed, repeated, columns }: Answer) {
  const differing = Object.fromEntries(columns.filter(({ rows }) => rows > 0).map(({ column, rows }) => [column, rows]))
  return { onlyA, onlyB, changed, repeated, columns: differing }
}

describe.each([
  ['duck', 'duck', 'sql'],
  ['pg', 'pg', 'sql'],
  ['duck', 'pg', 'checksums'],
] as const)('random tables, %s against %s', (left, right, how) => {
  test.each(how === 'sql' ? [3] : [2, 3])('seed %i: exactly what was changed is found', async (seed) => {
    const answer = await diff([`${left}:dev.a${seed}`, `${right}:dev.b${seed}`, '--key', 'id'])
    const { onlyA, onlyB, changed, repeated, columns } = pairs.get(seed) as Planted
    expect(answer.how).toBe(how)
    expect(summary(answer)).toEqual({ onlyA, onlyB, changed, repeated, columns })
  })
})

test('17 of 100 000 rows between DuckDB and PostgreSQL', async () => {
  const answer = await diff(['duck:dev.big', 'pg:dev.big', '--key', 'id', '--limit', '20'])
  expect(summary(answer)).toEqual({
    onlyA: 3,
    onlyB: 3,
    changed: 11,
    repeated: 0,
    columns: { name: 2, price: 4, share: 3, at: 1, flag: 1 },
  })
  const ids = answer.columns.flatMap(({ samples }) => samples.map(({ key }) => Number(key[0]))).sort((a, b) => a - b)
  expect(ids).toEqual([7, 8, 9, 12, 13, 14, 15, 100, 2000, 30000, 44444])
  expect(
    answer.samples.onlyA
      .flat()
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual([5, 77, 99999])
  expect(
    answer.samples.onlyB
      .flat()
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual([200001, 200002, 200003])
})

test('rows without a key, a tolerance, what is private, and the exit code', async () => {
  const { a, b } = pairs.get(1) as Planted
  const whole = await diff(['dev.a1', 'dev.b1'])
  expect(whole.onlyB - whole.onlyA).toBe(b.length - a.length)
  const spared = await diff([
    'dev.a2',
    'dev.b2',
    '--key',
    'id',
    '--columns',
    'amount',
    '--tolerance',
    '0.01',
    '--where',
    'amount is not null',
  ])
  expect(spared.changed).toBe(0)
  const failing = await shop.sluice(['diff', 'orders', 'prod.orders', '--fail-if-different', '-q'])
  expect(failing.code).toBe(1)
  expect(failing.stdout).toContain('(hidden)')
  expect(failing.stdout).not.toContain('a@b.c')
})

test.each([
  [['order', 'orders'], 'DIFF_RELATION_NOT_FOUND', 'did you mean orders?'],
  [['orders', 'prod.nothing'], 'DIFF_RELATION_NOT_FOUND', 'build it there first'],
  [['orders', 'prod.orders', '--key', 'ids'], 'DIFF_COLUMN_NOT_FOUND', 'did you mean id?'],
  [['orders', 'prod.orders', '--tolerance', 'much'], 'USAGE', '0.1%'],
] as const)('diff %j is refused', async (args, code, words) => {
  const { code: exit, text } = await shop.sluice(['diff', ...args])
  expect(exit).toBe(2)
  expect(text).toContain(code)
  expect(text).toContain(words)
})
