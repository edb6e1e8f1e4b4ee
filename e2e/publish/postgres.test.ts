// The same on PostgreSQL, with a reader who never has to wait for the tests.
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { build as buildAll, filesOf, namesOf, results, stateSql } from './scenario.js'

let database: PostgresDatabase
let made: Project
beforeAll(async () => {
  database = await postgresDatabase()
  await database.query('create table public.given as select 1 as id, 0 as version, 0 as bad')
  made = project(filesOf('postgres', database.output({ schema: 'shown', threads: 8 })))
})
afterAll(async () => {
  made.remove()
  await database.drop()
})

const sql = stateSql('postgres', 'shown')
const state = async () => Object.fromEntries((await database.query(sql)).map(({ name, version, bad }) => [name, `${version} ${bad}`]))
const all = (value: string) => Object.fromEntries(namesOf('postgres').map((name) => [name, value]))

const build: typeof buildAll = async (...args) => {
  const [, version, bad] = args
  await database.query(`update public.given set version = ${version}, bad = ${bad}`)
  return await buildAll(...args)
}

interface Seen {
  readonly states: Set<string>
  /** Reads that were answered while a test was asleep, in an open transaction. */
  during: number
  slowest: number
}

/** Reads all tables again and again, until the work is done. A table that is missing would reject. */
async function readingMeanwhile(work: Promise<unknown>): Promise<Seen> {
  const { host, port, user, password, dbname } = database
  const client = new pg.Client({ host, port, user, password, database: dbname })
  await client.connect()
  const seen: Seen = { states: new Set(), during: 0, slowest: 0 }
  let on = true
  void work.finally(() => {
    on = false
  })
  const asleep =
    "select count(*)::int as n from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()"
  while (on) {
    const before = (await client.query(asleep)).rows[0].n > 0
    const started = performance.now()
    for (const { name, version, bad } of (await client.query(sql)).rows) seen.states.add(`${name} ${version} ${bad}`)
    seen.slowest = Math.max(seen.slowest, performance.now() - started)
    if (before && (await client.query(asleep)).rows[0].n > 0) seen.during++
    await new Promise((done) => setTimeout(done, 20))
  }
  await client.end()
  return seen
}

it('lets others read the old tables while tests look at the new ones, and shows these when they pass', async () => {
  const first = await build(made, 1, 0)
  expect(first.code, first.text).toBe(0)
  expect(await state()).toEqual(all('1 0'))

  const bad = build(made, 2, 1, [], ', slow: 1.5, wide: true')
  const meanwhile = await readingMeanwhile(bad)
  const { text } = await bad
  expect((await bad).code).toBe(1)
  for (const name of namesOf('postgres')) expect(text).toContain(`${name} is not published`)
  expect([...meanwhile.states].sort()).toEqual(
    namesOf('postgres')
      .map((name) => `${name} 1 0`)
      .sort(),
  )
  expect(meanwhile.during).toBeGreaterThan(3)
  // Only a new column, which PostgreSQL adds in place, lets readers wait.
  expect(
    (await database.query("select 1 from information_schema.columns where table_name = 't_delete' and column_name = 'extra'")).length,
  ).toBe(0)
  expect(results(made).filter(({ unique_id, status }) => unique_id.includes('.refuses_') && status === 'fail').length).toBe(
    namesOf('postgres').length,
  )

  const good = build(made, 3, 0, [], ', slow: 1.5')
  const reading = await readingMeanwhile(good)
  expect((await good).code, (await good).text).toBe(0)
  expect(await state()).toEqual(all('3 0'))
  const wanted = namesOf('postgres').flatMap((name) => [`${name} 1 0`, `${name} 3 0`])
  expect([...reading.states].filter((each) => !wanted.includes(each))).toEqual([])
  expect(reading.during).toBeGreaterThan(3)
  expect(reading.slowest).toBeLessThan(1500)
  expect(await database.query("select relname from pg_class where relname like '%\\_\\_dbt\\_%' and relkind in ('r', 'v', 'm')")).toEqual(
    [],
  )
  expect((await database.query("select obj_description('shown.t_table'::regclass) as text"))[0]?.text).toBe('tickets as sold')
})

it('makes tables anew beside those that are read', async () => {
  const bad = build(made, 4, 1, ['--full-refresh', '--exclude-resource-type', 'test'], ', slow: 1.5')
  const reading = await readingMeanwhile(bad)
  expect((await bad).code).toBe(1)
  for (const name of namesOf('postgres')) expect((await bad).text).toContain(`${name} is not published`)
  expect([...reading.states].sort()).toEqual(
    namesOf('postgres')
      .map((name) => `${name} 3 0`)
      .sort(),
  )
  expect(reading.slowest).toBeLessThan(1400)
  const good = await build(made, 5, 0, ['--full-refresh'])
  expect(good.code, good.text).toBe(0)
  const rest = await state()
  expect(rest).toEqual(all('5 0'))
})
