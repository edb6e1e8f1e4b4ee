// Two runs at once, or anything else that makes a relation after a run has read what there is.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { lines, session } from './warehouse.js'

let database: PostgresDatabase
let made: Project
beforeAll(async () => {
  database = await postgresDatabase()
})
afterAll(async () => await database.drop())
afterEach(() => made.remove())

function inSchema(schema: string, files: Readonly<Record<string, string>>): void {
  made = project({ 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${database.output({ schema, threads: 4 })}\n`, ...files })
}

const held = async (schema: string) =>
  await lines(
    database,
    `select relname, relkind::text from pg_class where relnamespace = '${schema}'::regnamespace and relkind in ('r','v','m')`,
  )

const model = (kind: string, n: number) => `{{ config(materialized='${kind}') }} select ${n} as n`

it('builds what another run has made since the start, as if it had been there', async () => {
  // The hooks come after the reading of the schema.
  const kinds = ['table', 'view', 'incremental', 'materialized_view']
  const hooks = [
    ...['table', 'incremental', 'seed'].map((kind) => `create table late.m_${kind} as select 0 as n`),
    'create view late.m_view as select 0 as n',
    'create materialized view late.m_materialized_view as select 0 as n',
  ]
  inSchema('late', {
    ...Object.fromEntries(kinds.map((kind) => [`models/m_${kind}.sql`, model(kind, 1)])),
    'seeds/m_seed.csv': 'n\n1\n',
    'dbt_project.yml': `name: shop\nprofile: shop\non-run-start: ${JSON.stringify(hooks)}\n`,
  })
  const { code, text } = await made.sluice(['build'])
  expect(code, text).toBe(0)
  expect(await held('late')).toEqual(['m_incremental | r', 'm_materialized_view | m', 'm_seed | r', 'm_table | r', 'm_view | v'])
  expect(await lines(database, 'select n from late.m_incremental')).toEqual(['0', '1'])
  for (const kind of ['table', 'view', 'seed']) expect(await lines(database, `select n from late.m_${kind}`), kind).toEqual(['1'])
})

it('lets two first builds at once both succeed', async () => {
  inSchema('twice', {
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`models/t${n}.sql`, model(n % 2 ? 'table' : 'view', n)])),
    'dbt_project.yml': `name: shop\nprofile: shop\non-run-start: select pg_advisory_lock_shared(7)\n`,
  })
  await database.query('create schema twice')
  await session(database, async (query) => {
    // Neither begins before both have read the empty schema.
    await query('select pg_advisory_lock(7)')
    const both = ['a', 'b'].map((folder) => made.sluice(['build', '--target-path', folder]))
    const waiting = "select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted"
    while ((await query(waiting))[0]?.n !== 2) await new Promise((done) => setTimeout(done, 20))
    await query('select pg_advisory_unlock(7)')
    for (const { code, text } of await Promise.all(both)) expect(code, text).toBe(0)
  })
  expect(await held('twice')).toEqual(['t1 | r', 't2 | v', 't3 | r', 't4 | v', 't5 | r', 't6 | v'])
})

it('fails at once where a hook of the node itself makes what is there already', async () => {
  inSchema('own', {
    'models/self.sql': `{{ config(materialized='table', pre_hook='create table {{ this }} as select 0 as n') }} select 1 as n`,
    'models/other.sql': `{{ config(materialized='table', pre_hook='create table public.busy (n int)') }} select 1 as n`,
  })
  await database.query('create table public.busy (n int)')
  const { code, text } = await made.sluice(['build'])
  expect(code, text).toBe(1)
  expect(text.match(/relation "(self|busy)" already exists/g)?.length, text).toBeGreaterThanOrEqual(2)
  expect(text).not.toContain('another run')
  const { results } = made.json('target/run_results.json') as { results: readonly { execution_time: number }[] }
  for (const { execution_time } of results) expect(execution_time).toBeLessThan(2)
  expect(await held('own')).toEqual([])
})
