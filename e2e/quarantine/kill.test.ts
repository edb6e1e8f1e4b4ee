// A build that is killed in the middle leaves the model and its rejects as they were, both of them.
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'

const files = (output: string, slow: string) => ({
  'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${output}\n`,
  'models/orders.sql': `{{ config(materialized='table') }} select 1 as id, 5 as qty, {{ var('step') }} as step union all select 2, -1, {{ var('step') }}`,
  'models/lines.sql': `{{ config(materialized='incremental', unique_key='id') }} select 1 as id, 5 as qty, {{ var('step') }} as step union all select 2, -1, {{ var('step') }}`,
  'models/m.yml': `models:
${['orders', 'lines']
  .map(
    (name) => `  - name: ${name}
    config:
      on_rule_failure: quarantine
      post_hook: "{{ '${slow}' if var('step') == 2 else 'select 1' }}"
      meta: {data_quality_rules: [{type: value_range, column: qty, min_value: 0}]}`,
  )
  .join('\n')}
`,
})

const query =
  'select step, id from orders union all select step, id from orders__rejects union all select step, id from lines union all select step, id from lines__rejects order by 1, 2'
const step = (number: number): string[] => ['run', '--vars', `step: ${number}`]

/** Kills the second build while its models stand in their hooks, in a transaction, with everything written. */
async function killed(made: Project, ready: (child: ChildProcess) => Promise<void>): Promise<void> {
  expect(await made.sluice(step(1))).toMatchObject({ code: 0 })
  const child = made.start(step(2))
  const ended = new Promise((done) => child.once('exit', done))
  await Promise.race([ready(child), sleep(60_000)])
  expect(child.exitCode, 'it is not over').toBe(null)
  child.kill('SIGKILL')
  await ended
}

describe('postgres', () => {
  let database: PostgresDatabase
  let made: Project
  beforeAll(async () => {
    database = await postgresDatabase()
    made = project(files(database.output(), 'select pg_sleep(60)'))
  })
  afterAll(async () => {
    made.remove()
    await database.drop()
  })

  test('both tables are those of before, and the next build goes through', async () => {
    const asleep = "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
    await killed(made, async () => {
      while ((await database.query(asleep)).length < 2) await sleep(100)
    })
    const rows = async () => (await database.query(query)).map((row) => `${String(row.step)}:${String(row.id)}`)
    expect(await rows()).toEqual(['1:1', '1:1', '1:2', '1:2'])
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    expect(await made.sluice(step(3))).toMatchObject({ code: 0 })
    expect(await rows()).toEqual(['3:1', '3:1', '3:2', '3:2'])
  })
})

describe('duckdb', () => {
  let made: Project
  beforeAll(() => {
    const slow = 'select sum(a.range * b.range) from range(3000000) as a, range(3000000) as b'
    made = project(files('{type: duckdb, path: shop.duckdb, threads: 1}', slow))
  })
  afterAll(() => made.remove())

  test('both tables are those of before', async () => {
    await killed(made, async (child) => {
      await new Promise<void>((begun) => child.stdout?.on('data', (part) => String(part).includes('START sql') && begun()))
      // The model takes milliseconds, its hook takes for ever.
      await sleep(2000)
    })
    const instance = await DuckDBInstance.create(join(made.folder, 'shop.duckdb'))
    const connection = await instance.connect()
    const rows = (await connection.runAndReadAll(query)).getRows().map(([step_, id]) => `${String(step_)}:${String(id)}`)
    connection.closeSync()
    instance.closeSync()
    expect(rows).toEqual(['1:1', '1:1', '1:2', '1:2'])
  })
})
