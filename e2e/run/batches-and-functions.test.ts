// Batches of a microbatch model side by side, told of and repeated one by one; functions, and configs that only DuckDB has.
import { expect, it } from 'vitest'
import { project } from '../harness/project.js'

interface Results {
  readonly results: readonly {
    readonly unique_id: string
    readonly status: string
    readonly message: string
    readonly batch_results: unknown
  }[]
}

const day = (number: number) => [`2024-01-0${number}T00:00:00+00:00`, `2024-01-0${number + 1}T00:00:00+00:00`]

it('batches and functions of DuckDB', async () => {
  const shop = project({
    'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 3}\n',
    'functions/twice.sql': 'x * 2',
    'functions/plus.sql': "select x + y + {{ function('twice') }}(x)",
    'functions/total.sql': 'sum(x) * 2',
    'functions/upto.sql': 'select unnest(range(n)) as i',
    'functions/functions.yml': `
functions:
  - {name: twice, config: {volatility: deterministic}, arguments: [{name: x, data_type: integer}], returns: {data_type: integer}}
  - name: plus
    description: "it's a sum"
    config: {persist_docs: {relation: true}}
    arguments: [{name: x, data_type: integer}, {name: y, data_type: integer, default_value: 5}]
    returns: {data_type: varchar}
  - {name: total, config: {type: aggregate}, arguments: [{name: x, data_type: integer}], returns: {data_type: integer}}
  - {name: upto, config: {type: table}, arguments: [{name: n, data_type: integer}], returns: {data_type: integer}}
`,
    'models/answers.sql': `{{ config(materialized='table') }}
select {{ function('twice') }}(21) as a, {{ function('plus') }}(1) as b, typeof({{ function('plus') }}(1, 2)) as c,
  (select {{ function('total') }}(i) from {{ function('upto') }}(4)) as d`,
    'models/merged.sql': `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='a', merge_on_using_columns=['a'],
  merge_update_condition='true', merge_returning_columns=['a']) }} select 1 as a`,
    'models/events.sql': `{{ config(materialized='table', event_time='ts') }}
select unnest(range(5)) as id, timestamp '2024-01-01 01:00:00' + interval (id) day as ts`,
    'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ts', batch_size='day',
  begin='2024-01-01', post_hook="create table last_{{ model.batch.id }} as select 1 as one") }}
select id, ts, '{{ model.batch.id }}' as batch{% if var('fail') == model.batch.id %}, error('boom'){% endif %} from {{ ref('events') }}`,
  })
  const window = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-06']
  const first = await shop.sluice(['build', ...window, '--vars', '{fail: "20240103"}', '--log-level-file', 'debug'])
  expect(first.code).toBe(1)
  expect(first.text).not.toContain('CONFIG_UNKNOWN_KEY')
  expect(first.text).toMatch(/OK created function main\.plus \.+ \[SUCCESS/)
  expect(first.text).toMatch(/Batch 1 of 5 START batch 2024-01-01 of main\.daily \.+ \[RUN\]/)
  expect(first.text).toMatch(/Batch 3 of 5 ERROR creating batch 2024-01-03 of main\.daily \.+ \[ERROR/)
  expect(first.text).toMatch(/models\/daily\.sql:\d+:\d+[\s\S]*boom/)
  expect(shop.read('logs/dbt.log')).toMatch(/Thread-\d batch 2/)
  const daily = () => shop.json<Results>('target/run_results.json').results.find(({ unique_id }) => unique_id === 'model.shop.daily')
  expect(daily()).toMatchObject({
    status: 'partial success',
    message: 'PARTIAL SUCCESS (4/5)',
    batch_results: { successful: [1, 2, 4, 5].map(day), failed: [day(3)] },
  })

  const again = await shop.sluice(['retry', '--vars', '{fail: none}'])
  expect(again.text).toContain('Batch 1 of 1 START batch 2024-01-03 of main.daily')
  expect(again.text).not.toContain('of 5 START batch')
  expect(daily()).toMatchObject({ status: 'success', batch_results: { successful: [3, 1, 2, 4, 5].map(day), failed: [] } })

  const sql = `select a, b, c, d, (select string_agg(batch, ' ' order by id) from daily) as batches,
    (select count(*) from duckdb_tables() where table_name like 'last%') as hooks,
    (select max(comment) from duckdb_functions() where function_name = 'plus') as said from answers`
  const shown = await shop.sluice(['show', '--inline', sql, '--output', 'json'])
  expect(JSON.parse(shown.stdout.slice(shown.stdout.indexOf('{')))).toMatchObject({
    show: [{ a: 42, b: '8', c: 'VARCHAR', d: 12, batches: '20240101 20240102 20240103 20240104 20240105', hooks: 2, said: "it's a sum" }],
  })
  shop.remove()
})
