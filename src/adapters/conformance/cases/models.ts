/** Models, as two builds of one project leave them. */
import type { RunStatus } from '../../../core/result.js'
import { ended, same } from '../expect.js'
import type { Bench, Case, Day, Needs } from '../types.js'

interface ModelCase {
  readonly id: string
  readonly needs?: Needs
  /** SQL of the model, which is named as the case; an array: the first and the second day's. */
  readonly sql: string | readonly [string, string]
  readonly yaml?: string
  readonly columns?: string
  /** Rows after the first and the second build; with one entry both leave the same. */
  readonly rows: readonly [readonly string[]] | readonly [readonly string[], readonly string[]]
  /** Where the second build of the model is to fail. */
  readonly fails?: true
  readonly more?: (day: Day) => Readonly<Record<string, string>>
}

const nameOf = (id: string) => id.replace(/\W+/g, '_')

function toCase(model: ModelCase): Case {
  const name = nameOf(model.id)
  return {
    id: model.id,
    ...(model.needs ? { needs: model.needs } : {}),
    files: (day) => ({
      [`models/${name}.sql`]: typeof model.sql === 'string' ? model.sql : (model.sql[day - 1] as string),
      ...(model.yaml ? { [`models/${name}.yml`]: `models:\n  - name: ${name}\n${model.yaml}` } : {}),
      ...model.more?.(day),
    }),
    reads: { [name]: `select ${model.columns ?? '*'} from {{ ref('${name}') }}` },
    run: async (bench) => checkDays(bench, name, model),
  }
}

function checkDays(bench: Bench, name: string, model: ModelCase): void {
  for (const day of [1, 2] as const) {
    const wanted: RunStatus = model.fails && day === 2 ? 'error' : 'success'
    ended(bench.result(name, day), wanted, `${name} in build ${day}`)
    same(bench.rows(name, day), model.rows[day - 1] ?? model.rows[0], `rows after build ${day}`)
  }
}

const config = (settings: string) => `{{ config(${settings}) }}\n`
const rows = (...values: readonly string[]) => values.map((value) => `select ${value}`).join('\nunion all\n')
const [first, second] = [rows("1 as id, 'a' as name", "2, 'b'"), rows("2 as id, 'B' as name", "3, 'c'")]
const incremental = (settings: string) => config(`materialized='incremental', ${settings}`)

const plain: readonly ModelCase[] = [
  {
    id: 'model.table',
    sql: [config("materialized='table'") + first, config("materialized='table'") + second],
    rows: [
      ['1|a', '2|b'],
      ['2|B', '3|c'],
    ],
  },
  {
    id: 'model.view',
    sql: [config("materialized='view'") + first, config("materialized='view'") + second],
    rows: [
      ['1|a', '2|b'],
      ['2|B', '3|c'],
    ],
  },
  {
    id: 'model.ephemeral',
    sql: "select id + 1 as id from {{ ref('within') }}",
    more: () => ({ 'models/within.sql': `${config("materialized='ephemeral'")}with two as (select 2 as id) select id from two` }),
    rows: [['3']],
  },
  {
    id: 'model.view-becomes-table',
    sql: [config("materialized='view'") + first, config("materialized='table'") + second],
    rows: [
      ['1|a', '2|b'],
      ['2|B', '3|c'],
    ],
  },
  {
    id: 'model.table-becomes-view',
    sql: [config("materialized='table'") + first, config("materialized='view'") + second],
    rows: [
      ['1|a', '2|b'],
      ['2|B', '3|c'],
    ],
  },
  {
    id: 'model.failed-build-keeps-table',
    sql: [
      config("materialized='table'") + first,
      `${config("materialized='table'")}select id, no_such_column from {{ ref('model_table') }}`,
    ],
    rows: [['1|a', '2|b']],
    fails: true,
  },
  {
    id: 'model.hooks',
    sql: `${config(
      "materialized='table', pre_hook='create table {{ this.schema }}.hook_log_{{ var(\"day\") }} as select 1 as id', post_hook=['insert into {{ this }} select 2, 9', {'sql': 'insert into {{ this }} select 3, 9', 'transaction': false}]",
    )}select 1 as id, 9 as mark`,
    rows: [['1|9', '2|9', '3|9']],
  },
  {
    id: 'model.ends-in-comment',
    sql: `${config("materialized='table'")}select 1 as id -- the last line`,
    rows: [['1']],
  },
]

const byStrategy: readonly ModelCase[] = [
  {
    id: 'incremental.append',
    needs: { strategy: 'append' },
    sql: [incremental("incremental_strategy='append'") + first, incremental("incremental_strategy='append'") + second],
    rows: [
      ['1|a', '2|b'],
      ['1|a', '2|B', '2|b', '3|c'],
    ],
  },
  ...['delete+insert', 'merge'].map(
    (strategy): ModelCase => ({
      id: `incremental.${strategy.replace('+', '-')}`,
      needs: { strategy },
      sql: [first, second].map((sql) => incremental(`incremental_strategy='${strategy}', unique_key='id'`) + sql) as [string, string],
      rows: [
        ['1|a', '2|b'],
        ['1|a', '2|B', '3|c'],
      ],
    }),
  ),
  ...['delete+insert', 'merge'].map(
    (strategy): ModelCase => ({
      id: `incremental.${strategy.replace('+', '-')}-two-keys`,
      needs: { strategy },
      sql: [rows('1 as a, 1 as b, 10 as x', '1, 2, 20'), rows('1 as a, 2 as b, 21 as x', '2, 1, 30')].map(
        (sql) => incremental(`incremental_strategy='${strategy}', unique_key=['a', 'b']`) + sql,
      ) as [string, string],
      rows: [
        ['1|1|10', '1|2|20'],
        ['1|1|10', '1|2|21', '2|1|30'],
      ],
    }),
  ),
  {
    id: 'incremental.merge-some-columns',
    needs: { strategy: 'merge' },
    sql: [rows('1 as id, 10 as x, 100 as y'), rows('1 as id, 11 as x, 101 as y', '2, 20, 200')].map(
      (sql) => incremental("incremental_strategy='merge', unique_key='id', merge_update_columns=['x']") + sql,
    ) as [string, string],
    rows: [['1|10|100'], ['1|11|100', '2|20|200']],
  },
  {
    id: 'incremental.microbatch',
    needs: { strategy: 'microbatch' },
    sql:
      incremental("incremental_strategy='microbatch', event_time='happened', batch_size='day', begin='2024-01-01', lookback=0") +
      "select id, happened from {{ ref('events') }}",
    more: (day) => ({
      'models/events.sql': `${config("materialized='table', event_time='happened'")}select id, {{ dbt.cast('happened', dbt.type_timestamp()) }} as happened from (${
        day === 1
          ? rows("1 as id, '2024-01-01 10:00:00' as happened", "2, '2024-01-02 10:00:00'")
          : rows("8 as id, '2024-01-01 11:00:00' as happened", "3, '2024-01-02 11:00:00'")
      }) as given`,
    }),
    columns: 'id',
    rows: [
      ['1', '2'],
      ['1', '3'],
    ],
  },
]

const evolving: readonly ModelCase[] = [
  {
    id: 'incremental.insert-overwrite',
    needs: { strategy: 'insert_overwrite' },
    sql: [first, second].map((sql) => incremental("incremental_strategy='insert_overwrite'") + sql) as [string, string],
    rows: [
      ['1|a', '2|b'],
      ['2|B', '3|c'],
    ],
  },
  {
    id: 'incremental.longer-texts',
    sql: [
      `${incremental("unique_key='id'")}select 1 as id, cast('a' as {{ api.Column.string_type(1) }}) as name`,
      `${incremental("unique_key='id'")}select 2 as id, cast('abc' as {{ api.Column.string_type(3) }}) as name`,
    ],
    rows: [['1|a'], ['1|a', '2|abc']],
  },
  {
    id: 'incremental.is-incremental',
    sql: `${incremental("unique_key='id'")}select {{ 2 if is_incremental() else 1 }} as id{% if is_incremental() %}\nwhere 1 = 1{% endif %}`,
    rows: [['1'], ['1', '2']],
  },
  {
    id: 'incremental.nulls-and-none-new',
    sql: [
      incremental("unique_key='id'") + rows('1 as id, null as x'),
      `${incremental("unique_key='id'")}select 1 as id, null as x where 1 = 0`,
    ],
    rows: [['1|None']],
  },
  {
    id: 'incremental.append-new-columns',
    sql: [rows("1 as id, 'a' as name"), rows("2 as id, 'b' as name, 7 as extra")].map(
      (sql) => incremental("unique_key='id', on_schema_change='append_new_columns'") + sql,
    ) as [string, string],
    rows: [['1|a'], ['1|a|None', '2|b|7']],
  },
  {
    id: 'incremental.sync-all-columns',
    sql: [rows("1 as id, 'a' as name"), rows('2 as id, 7 as extra')].map(
      (sql) => incremental("unique_key='id', on_schema_change='sync_all_columns'") + sql,
    ) as [string, string],
    rows: [['1|a'], ['1|None', '2|7']],
  },
]

export const modelCases: readonly Case[] = [...plain, ...byStrategy, ...evolving].map(toCase)
