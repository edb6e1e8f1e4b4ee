// What becomes of a table when its model changes: other types, other kinds, another environment's copy.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { relationNames, rows } from './warehouse.js'

let made: Project
beforeEach(() => {
  made = project()
})
afterEach(() => made.remove())

async function build(...args: string[]): Promise<void> {
  const { code, text } = await made.sluice(['build', '--no-docs', ...args])
  expect(code, text).toBe(0)
}

describe('sync_all_columns', () => {
  const config = "{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }}\n"

  // dbt copies the column, which DuckDB refuses to commit in one transaction with the rest.
  it('changes types, adds and drops in one transaction', async () => {
    made.write({ 'models/m.sql': `${config}select i::int as id, 1 as n, 'x' as gone from range(3) t(i)` })
    await build()
    made.write({ 'models/m.sql': `${config}select 2 as id, 'two' as n, 0.5 as added` })
    await build()
    expect(await rows(made.folder, 'select id, n, added from m')).toEqual(['0 | 1 | null', '1 | 1 | null', '2 | two | 0.5'])
    expect(await rows(made.folder, "select column_name || ' ' || column_type from (describe m)")).toEqual([
      'added DECIMAL(2,1)',
      'id INTEGER',
      'n VARCHAR',
    ])
  })
})

it('append_new_columns keeps columns the model no longer has', async () => {
  const config = "{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}\n"
  made.write({ 'models/m.sql': `${config}select i::int as id, 'x' as kept from range(2) t(i)` })
  await build()
  made.write({ 'models/m.sql': `${config}select 1 as id, 5 as added` })
  await build()
  expect(await rows(made.folder, 'select id, kept, added from m')).toEqual(['0 | x | null', '1 | null | 5'])
})

it('fail says which columns, and keeps the rows', async () => {
  const config = "{{ config(materialized='incremental', unique_key='id', on_schema_change='fail') }}\n"
  made.write({ 'models/m.sql': `${config}select 1 as id, 'x' as gone` })
  await build()
  made.write({ 'models/m.sql': `${config}select 1 as id, 5 as added` })
  const { code, text } = await made.sluice(['build', '--no-docs'])
  expect(code).toBe(1)
  expect(text).toMatch(/added[\s\S]*gone/)
  expect(await rows(made.folder, 'select * from m')).toEqual(['1 | x'])
})

it('a view becomes a table, an incremental table and a view again', async () => {
  const kinds: string[] = []
  for (const kind of ['view', 'table', 'view', 'incremental', 'view']) {
    made.write({ 'models/m.sql': `{{ config(materialized='${kind}') }}\nselect '${kind}' as made` })
    await build()
    expect(await rows(made.folder, 'select made from m')).toEqual([kind])
    kinds.push(...(await rows(made.folder, 'select table_type from information_schema.tables')))
  }
  expect(kinds).toEqual(['VIEW', 'BASE TABLE', 'VIEW', 'BASE TABLE', 'VIEW'])
})

it('hooks run around the statement, each on its side of the transaction', async () => {
  const step = (name: string) => `insert into steps values ('${name}')`
  made.write({
    'dbt_project.yml':
      "name: shop\nversion: '1.0'\nprofile: shop\non-run-start: create or replace table steps (name varchar)\non-run-end: \"insert into steps values ('end')\"\n",
    'models/m.sql': `{{ config(materialized='table', pre_hook=["${step('1 before')}", {'sql': "${step('0 outside')}", 'transaction': false}],
      post_hook=["${step('3 after')} ", after_commit("${step('4 outside')}")]) }}\nselect count(*) as seen from steps`,
  })
  await build('--threads', '1')
  expect(await rows(made.folder, 'select * from m')).toEqual(['2'])
  expect(await rows(made.folder, 'select name from steps')).toEqual(['0 outside', '1 before', '3 after', '4 outside', 'end'])
})

it('clone gives a view on what another environment has', async () => {
  made.write({
    'profiles.yml':
      'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: dev}\n    ci: {type: duckdb, path: shop.duckdb, schema: ci}\n',
    'models/m.sql': "{{ config(materialized='table') }}\nselect 1 as n",
  })
  await build()
  await made.sluice(['compile', '--target-path', 'state'])
  const { code, text } = await made.sluice(['clone', '--state', 'state', '--target', 'ci'])
  expect(code, text).toBe(0)
  expect(await rows(made.folder, 'select table_schema, table_type from information_schema.tables')).toEqual([
    'ci | VIEW',
    'dev | BASE TABLE',
  ])
  expect(await rows(made.folder, 'select * from ci.m')).toEqual(['1'])
})

it('what a killed build left behind is dropped by the next', async () => {
  made.write({
    'models/m.sql': "{{ config(materialized='table') }}\nselect 1 as n",
    'macros/leave.sql': "{% macro leave() %}{% do run_query('create table m__dbt_tmp as select 9 as n') %}{% endmacro %}",
  })
  await made.sluice(['run-operation', 'leave'])
  await build()
  expect(await relationNames(made.folder)).toEqual(['m'])
})
