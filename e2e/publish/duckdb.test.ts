// What a node builds is seen only once its tests have passed on it: every materialization on DuckDB.
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { build, filesOf, namesOf, results, stateSql } from './scenario.js'

let made: Project
beforeAll(() => {
  made = project(filesOf('duckdb', '{type: duckdb, path: shop.duckdb, threads: 2}'))
})
afterAll(() => made.remove())

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(`${made.folder}/shop.duckdb`)
  const connection = await instance.connect()
  try {
    await connection.run(`set file_search_path = '${made.folder}'`)
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const state = async () =>
  Object.fromEntries((await ask(stateSql('duckdb', 'main'))).map(({ name, version, bad }) => [name, `${version} ${bad}`]))
const all = (value: string) => Object.fromEntries(namesOf('duckdb').map((name) => [name, value]))

it('shows good data, and goes on showing them when bad ones come', async () => {
  const first = await build(made, 1, 0)
  expect(first.code, first.text).toBe(0)
  expect(await state()).toEqual(all('1 0'))
  expect(first.text).toContain('t_table: audited 3 tests before publishing, 1 test that also reads what is built from it runs after')
  expect(first.text).toContain('t_view: audited 2 tests before publishing')

  const second = await build(made, 2, 1, [], ', wide: true')
  expect(second.code).toBe(1)
  expect(await state()).toEqual(all('1 0'))
  for (const name of namesOf('duckdb'))
    expect(second.text).toMatch(new RegExp(`${name} is not published: \\d of \\d tests? failed on what was built`))
  expect(second.text).toContain('"shop"."main"."t_table" stands as it was before this run')
  expect(await ask("select column_name from information_schema.columns where table_name = 't_delete' and column_name = 'extra'")).toEqual(
    [],
  )
  // What failed is kept where that was asked for, and only there.
  expect(await ask("select table_name as name from information_schema.tables where table_name like '%dbt_tmp%'")).toEqual([
    { name: 't_kept__dbt_tmp' },
  ])
  expect(await ask('select sum(bad) as bad from main.t_kept__dbt_tmp')).toEqual([{ bad: '1' }])

  const told = results(made)
  const ids = told.map(({ unique_id }) => unique_id)
  expect(new Set(ids).size).toBe(ids.length)
  const status = (part: string) => told.filter(({ unique_id }) => unique_id.includes(part)).map((each) => each.status)
  expect(status('.refuses_')).toEqual(namesOf('duckdb').map(() => 'fail'))
  expect(status('test.shop.not_null_t_table_id')).toEqual(['pass'])
  expect(status('model.shop.child')).toEqual(['skipped'])
})

it('keeps its promise whatever is selected, also for tables that are made anew', async () => {
  const { code, text } = await build(made, 3, 1, ['--full-refresh', '--exclude-resource-type', 'test'])
  expect(code, text).toBe(1)
  expect(await state()).toEqual(all('1 0'))
})

it('publishes when the data are good again, and cleans up', async () => {
  // An old row that today's test would refuse: with `audit: new_rows` it is no matter of the rows that come.
  await ask('insert into main.t_append select 7, 0, 5, seen_at from main.t_append limit 1')
  const { code, text } = await build(made, 4, 0, ['--store-failures'])
  expect(code, text).toBe(1)
  expect(await state()).toEqual({ ...all('4 0'), t_append: '4 5' })
  expect(await ask("select table_name from information_schema.tables where table_name like '%\\_\\_dbt\\_%' escape '\\'")).toEqual([])
  // Such a test runs once more to store its failures, and then it sees the whole table.
  const failing = results(made).filter(({ status }) => status === 'fail')
  expect(failing.map(({ unique_id }) => unique_id.split('.')[2])).toEqual(['refuses_t_append_'])
})

it('refuses before building what it could only publish untested', async () => {
  made.write({
    'models/careless.sql': "{{ config(materialized='careless') }} select 1 as id, 0 as bad",
    'models/more.yml': 'models:\n  - {name: careless, data_tests: [refuses]}\n',
    'models/cut.sql': "{{ config(materialized='table') }} select 1 as id, 0 as bad",
    'models/cut.yml': 'models:\n  - {name: cut, data_tests: [refuses]}\n',
  })
  const { code, text } = await made.sluice(['build', '--select', 'careless', 'cut', '--vars', '{v: 5}'])
  expect(code).toBe(1)
  expect(text).toContain('AUDIT_MISSING  models/careless.sql:1:1')
  expect(text).toContain('the materialization careless never lets them run')
  expect(await ask("select table_name as name from information_schema.tables where table_name in ('careless', 'cut')")).toEqual([
    { name: 'cut' },
  ])
  // A macro of the project in place of a built-in one is found out when it comes to its commit.
  made.write({
    'macros/rebuild.sql':
      "{% macro rebuild_relation(target_relation, existing_relation) %}{% call statement('main') %}create or replace table {{ target_relation }} as (select 9 as id, 0 as bad){% endcall %}{{ return([]) }}{% endmacro %}",
  })
  const replaced = await made.sluice(['build', '--select', 'cut', '--vars', '{v: 5}'])
  expect(replaced.code).toBe(1)
  expect(replaced.text).toContain('AUDIT_MISSING')
  expect(await ask('select id from main.cut')).toEqual([{ id: 1 }])
})
