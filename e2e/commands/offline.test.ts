// `compile` for a warehouse nobody can log in to: what properties files leave open is said, not written as SQL that fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Outcome, type Project, project } from '../harness/project.js'

const profiles =
  'shop:\n  target: dev\n  outputs:\n    dev: {type: snowflake, account: acme, user: u, database: db, schema: main, threads: 2}\n'
const incremental = (config: string, columns = '1 as id, 2 as note') =>
  `{{ config(materialized='incremental', ${config}) }}\nselect ${columns}`
const columns = (...names: string[]) => `[${names.map((name) => `{name: ${name}, data_type: integer}`).join(', ')}]`

const files = {
  'profiles.yml': profiles,
  'dbt_project.yml': [
    'name: shop\nprofile: shop',
    'on-run-start: create table if not exists {{ target.schema }}.audit (at timestamp)',
    "on-run-end:\n  - insert into audit select '{{ schemas[0] }}'\n  - select {{ run_query('select 1 from x').rows[0][0] }}\n",
  ].join('\n'),
  'models/first.sql':
    "{{ config(enabled=var('first', false)) }}{% if execute %}{% set days = run_query('select 1 from x').rows[0][0] %}{% endif %}select 1 as id",
  'models/bare.sql': incremental("unique_key='id'"),
  'models/days.sql': incremental("incremental_strategy='microbatch', event_time='at', begin='2024-01-01', batch_size='day'", '1 as at'),
  'models/keyless.sql': incremental("unique_key=['ID', 'day'], cluster_by=['to_date(at)']"),
  'models/whole.sql': incremental("unique_key='ID', merge_update_columns=['note'], cluster_by=['to_date(at)']"),
  'models/plain.sql': "{{ config(materialized='table') }}\nselect 1 as id",
  'models/columns.yml': `models:\n  - {name: keyless, columns: ${columns('note')}}\n  - {name: whole, columns: ${columns('id', 'note')}}\n`,
  'snapshots/kept.yml': [
    'snapshots:',
    "  - {name: kept_bare, relation: ref('plain'), config: {strategy: check, unique_key: id, check_cols: all}}",
    `  - {name: kept, relation: ref('whole'), config: {strategy: check, unique_key: id, check_cols: [note]}, columns: ${columns('id', 'note')}}`,
    '',
  ].join('\n'),
}

describe('what stands, without its columns', () => {
  let shop: Project
  let outcome: Outcome
  beforeAll(async () => {
    shop = project(files)
    outcome = await shop.sluice(['compile'])
  })
  afterAll(() => shop.remove())

  test('is a warning at the model, and nothing else is', () => {
    const warned = [...outcome.text.matchAll(/OFFLINE_COLUMNS_MISSING {2}(\S+)[\s\S]*?((?:model|snapshot) \w+: [^\n]*)/g)]
    expect(warned.map(([, place, message]) => `${place} ${message}`).sort()).toEqual([
      'models/bare.sql:1:1 model bare: no properties file names its columns, which the SQL of its next run lists',
      'models/days.sql:1:1 model days: no properties file names its columns, which the SQL of its next run lists',
      'models/keyless.sql:1:1 model keyless: its config names ID and day, which are not among its columns in the properties files',
      'snapshots/kept.yml:2:5 snapshot kept_bare: no properties file names its columns, which the SQL of its next run lists',
    ])
    expect(outcome.text).toContain('list all columns in a properties file, each with data_type')
    expect(outcome.code).toBe(0)
  })

  test('has a comment for statements in its file', () => {
    const next = (path: string) => shop.read(`target/run/shop/${path}`).split('-- Next run: the relation stands\n')[1]
    const comment = /^-- OFFLINE_COLUMNS_MISSING: \w+ \w+: no properties file names its columns[^\n]*\n$/
    for (const path of ['models/bare.sql', 'models/days.sql', 'snapshots/kept.yml/kept.yml/kept_bare.sql'])
      expect(next(path), path).toMatch(comment)
    expect(next('models/keyless.sql')).toMatch(/^-- OFFLINE_COLUMNS_MISSING: model keyless[^\n]*\n[\s\S]*merge into/)
    expect(next('models/whole.sql')).toMatch(/^create or replace temporary view[\s\S]*values \(\n {4}\S+"ID",\n {4}\S+"NOTE"\n\);/)
    expect(shop.exists('target/run/shop/models/days')).toBe(false)
  })

  test('of a snapshot are compared the columns its config lists', () => {
    const compared = shop.read('target/run/shop/snapshots/kept.yml/kept.yml/kept.sql').match(/where \(\(.*/)?.[0]
    expect(compared?.match(/snapshotted_data\."\w+" !=/g)).toEqual(['snapshotted_data."NOTE" !='])
  })

  test('stops a command whose warnings are errors; a template that wants a first row is told why there is none', async () => {
    const { code, text } = await shop.sluice(['--warn-error', 'compile', '--select', 'bare', 'first', '--vars', '{first: true}'])
    expect(code).not.toBe(0)
    expect(text).toMatch(/TEMPLATE_\w+ {2}models\/first\.sql[\s\S]*no warehouse is asked, so queries of templates answer no rows/)
  })

  test('schemas and hooks are written as well', () => {
    expect(shop.read('target/run/shop/schemas.sql')).toMatch(/^create schema if not exists db\.main;\n$/)
    const hook = (name: string) => shop.read(`target/run/shop/dbt_project.yml/hooks/shop-on-run-${name}.sql`)
    expect(hook('start-0')).toBe('create table if not exists main.audit (at timestamp);\n')
    expect(hook('end-0')).toBe("insert into audit select 'main';\n")
    expect(hook('end-1')).toMatch(/^-- not to be told without a warehouse: /)
  })
})
