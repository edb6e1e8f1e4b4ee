import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

let made: Project
beforeEach(() => {
  made = project({})
})
afterEach(() => made.remove())

/** Asks the database file from a process of its own, as another tool would. */
function ask(sql: string): unknown[][] {
  const script = `
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const session = await (await DuckDBInstance.create(${JSON.stringify(join(made.folder, 'shop.duckdb'))})).connect()
    console.log(JSON.stringify(await (await session.run(${JSON.stringify(sql)})).getRowsJson()))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

const relations = () => ask("select table_name from information_schema.tables where table_schema = 'main' order by 1").flat()

/** Kills the run with -9 once the log shows that a statement like this is being worked on. */
async function killDuring(args: readonly string[], statement: RegExp): Promise<void> {
  const child = made.start([...args, '--log-level', 'debug', '--threads', '1'])
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  const gone = once(child, 'exit')
  while (!statement.test(text) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(child.exitCode, text.slice(-2000)).toBe(null)
  child.kill('SIGKILL')
  await gone
}

describe('kill -9', () => {
  it('in the middle of a table rebuild leaves the old table, and the next run finishes without leftovers', async () => {
    made.write({ 'models/big.sql': "{{ config(materialized='table') }}\nselect 1 as version, 10 as n\n" })
    expect((await made.sluice(['run'])).code).toBe(0)
    made.write({
      'models/big.sql':
        "{{ config(materialized='table') }}\nselect 2 as version, count(*) as n from range(400000000000) t(i) where i % 7 = 3\n",
    })
    await killDuring(['run'], /create\s+table[\s\S]*range\(400000000000\)/)
    expect(ask('select * from big')).toEqual([[1, 10]])
    expect(relations()).toEqual(['big'])
    made.write({ 'models/big.sql': "{{ config(materialized='table') }}\nselect 3 as version, 30 as n\n" })
    expect((await made.sluice(['run'])).code).toBe(0)
    expect([ask('select * from big'), relations()]).toEqual([[[3, 30]], ['big']])
  })

  it('in the middle of an incremental merge changes nothing, and the next run merges all of it', async () => {
    const model = (version: number) =>
      `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}\nselect i as id, ${version} as version, md5(i::varchar) as payload from range({{ var('rows') }}) t(i)\n`
    const rows = 2_000_000
    made.write({ 'models/big.sql': model(1) })
    expect((await made.sluice(['run', '--vars', `rows: ${rows}`])).code).toBe(0)
    made.write({ 'models/big.sql': model(2) })
    await killDuring(['run', '--vars', `rows: ${rows}`], /merge into/i)
    expect(ask('select version, count(*) from big group by 1')).toEqual([[1, String(rows)]])
    expect(relations()).toEqual(['big'])
    expect((await made.sluice(['run', '--vars', `rows: ${rows}`])).code).toBe(0)
    expect(ask('select version, count(*) from big group by 1')).toEqual([[2, String(rows)]])
    expect(relations()).toEqual(['big'])
  })

  it('while a file is locked by it, says who holds it; afterwards the next run works', async () => {
    made.write({
      'models/slow.sql': "{{ config(materialized='table') }}\nselect count(*) as n from range(400000000000) t(i) where i % 7 = 3\n",
    })
    const child = made.start(['run', '--log-level', 'debug'])
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
    })
    while (!/create\s+table/.test(text)) await new Promise((resolve) => setTimeout(resolve, 20))
    const refused = await made.sluice(['run'])
    expect(refused.code).toBe(2)
    expect(refused.text).toContain('DB_LOCKED')
    expect(refused.text).toContain(`kill ${child.pid}`)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    made.write({ 'models/slow.sql': 'select 1 as n\n' })
    expect((await made.sluice(['run'])).code).toBe(0)
  })
})

describe('leftovers of another tool that was killed', () => {
  it('are cleaned by the next build of the model', async () => {
    made.write({ 'models/big.sql': "{{ config(materialized='table') }}\nselect 1 as n\n", 'models/seen.sql': 'select 2 as n\n' })
    expect((await made.sluice(['run'])).code).toBe(0)
    ask(
      'create table big__dbt_tmp as select 0 as n; create table big__dbt_backup as select 0 as n; create view seen__dbt_backup as select 0; select 1',
    )
    expect((await made.sluice(['run'])).code).toBe(0)
    expect(relations()).toEqual(['big', 'seen'])
  })
})
