// What a build refuses, and in which words: one project with every mistake in it, built once.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { rows } from './warehouse.js'

const incremental = (config: string): string =>
  `{{ config(materialized='incremental', unique_key='id'${config}) }}\nselect 1 as id, 'a' as label`
const merge = (config: string): string => incremental(`, incremental_strategy='merge', ${config}`)
const snapshot = (name: string, config: string): string =>
  `{% snapshot ${name} %}{{ config(unique_key='id', ${config}) }}select 1 as id, 'a' as label, '2024-01-01'::timestamp as at_time{% endsnapshot %}`

const mistakes: Readonly<Record<string, readonly [path: string, text: string, told: RegExp]>> = {
  unknown_strategy: ['models/unknown_strategy.sql', incremental(", incremental_strategy='upsert'"), /get_incremental_upsert_sql/],
  overwrite: ['models/overwrite.sql', incremental(", incremental_strategy='insert_overwrite'"), /insert_overwrite/],
  two_lists: [
    'models/two_lists.sql',
    merge("merge_update_columns=['id'], merge_exclude_columns=['label']"),
    /merge_update_columns and merge_exclude_columns/,
  ],
  not_a_list: ['models/not_a_list.sql', merge("merge_update_columns='id'"), /merge_update_columns must be a list/],
  clauses_and_columns: [
    'models/clauses_and_columns.sql',
    merge("merge_clauses={'when_matched': [{'action': 'delete'}]}, merge_update_columns=['id']"),
    /remove these, which would be ignored: merge_update_columns/,
  ],
  empty_clauses: ['models/empty_clauses.sql', merge("merge_clauses={'when_matched': []}"), /must contain at least one element/],
  batches_by_key: [
    'models/batches_by_key.sql',
    "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at_time', batch_size='day', begin='2024-01-01', unique_key='id') }}\nselect 1 as id, '2024-01-01'::timestamp as at_time",
    /takes no unique_key/,
  ],
  no_materialized_view: [
    'models/no_materialized_view.sql',
    "{{ config(materialized='materialized_view') }}\nselect 1 as id",
    /get_create_materialized_view_as_sql. is not implemented for duckdb/,
  ],
  wrong_format: ['models/wrong_format.sql', "{{ config(materialized='external', format='xml') }}\nselect 1 as id", /Invalid format: xml/],
  no_such_strategy: ['snapshots/no_such_strategy.sql', snapshot('no_such_strategy', "strategy='hourly'"), /snapshot_hourly_strategy/],
  no_such_columns: ['snapshots/no_such_columns.sql', snapshot('no_such_columns', "strategy='check', check_cols=5"), /check_cols/],
  over_a_view: ['seeds/over_a_view.csv', 'id\n1\n', /it is a view/],
}

let made: Project
let text: string
beforeAll(async () => {
  made = project(Object.fromEntries(Object.values(mistakes).map(([path, sql]) => [path, sql])))
  made.write({
    'models/ready.sql': 'select 1 as id',
    'macros/view.sql': "{% macro place_view() %}{% do run_query('create view over_a_view as select 1 as id') %}{% endmacro %}",
    'models/tests.yml': `models:
  - name: ready
    columns:
      - name: id
        data_tests: [not_null: {name: kept_as_list, config: {store_failures: true, store_failures_as: list}}]
`,
  })
  await made.sluice(['run-operation', 'place_view'])
  await made.sluice(['build', '--no-docs'])
  // Most mistakes show only once there is a table to add to.
  text = (await made.sluice(['build', '--no-docs', '--event-time-start', '2024-01-01', '--event-time-end', '2024-01-02'])).text
})
afterAll(() => made.remove())

it.each(Object.entries(mistakes))('%s', (name, [, , told]) => {
  const start = text.search(new RegExp(`Failure in \\w+ ${name} `))
  expect(start, text).toBeGreaterThan(0)
  const rest = text.slice(start)
  const end = rest.indexOf('Failure in', 1)
  expect(end < 0 ? rest : rest.slice(0, end)).toMatch(told)
})

it('leaves what is right alone', async () => {
  expect(await rows(made.folder, 'select * from ready')).toEqual(['1'])
})
