/** A project with every materialization of Snowflake's, on a database of the emulator, and a session to look into it. */
import { afterAll, beforeAll } from 'vitest'
import { type Adapter, adapterModule, type Connection, type Credentials } from '../../src/adapters/index.js'
import { createInvocation } from '../../src/core/invocation.js'
import { type Project, project } from '../harness/project.js'
import { type SentStatement, type SnowflakeDatabase, snowflakeDatabase } from '../harness/snowflake.js'

export const orders = (...rows: readonly string[]) => `id,customer,day,amount\n${rows.join('\n')}\n`
const incremental = (strategy: string, more = '') =>
  `{{ config(materialized='incremental', incremental_strategy='${strategy}'${more}) }}
select id, customer, amount, '{{ "later" if is_incremental() else "first" }}' as run from {{ ref('v_orders') }}
{% if is_incremental() %}where id >= 2{% endif %}
`

const files = (db: SnowflakeDatabase): Readonly<Record<string, string>> => ({
  'dbt_project.yml':
    "name: shop\nversion: '1.0'\nprofile: shop\nflags: {require_generic_test_arguments_property: false}\non-run-end: \"{{ swap() if var('swap', false) }}\"\n",
  'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${db.output({ schema: 'dev' })}\n    ci: ${db.output({ schema: 'ci' })}\n`,
  'seeds/orders.csv': orders('1,ann,2025-01-01,10.50', "2,o'neil,2025-01-02,20", '3,ann,2026-01-03,'),
  'models/v_orders.sql': `{{ config(secure=true, event_time='updated_at', grants={'select': ['reporter']}) }}
select id, customer, day, amount, cast(day as timestamp) as updated_at from {{ ref('orders') }}`,
  'models/customers.sql': `{{ config(materialized='table', cluster_by=['customer'], query_tag='customers', snowflake_warehouse='big_wh',
    grants={'select': ['reporter', 'auditor']}, copy_grants=true) }}
select customer, count(*) as n, sum(amount) as total from {{ ref('v_orders') }} group by customer`,
  'models/broken.sql': `{{ config(materialized='table', query_tag='broken', snowflake_warehouse='big_wh', enabled=var('broken', false)) }}
select no_such_column from {{ ref('v_orders') }}`,
  'models/m_merge.sql': incremental('merge', ", unique_key='id'"),
  'models/m_append.sql': incremental('append'),
  'models/m_delete_insert.sql': incremental('delete+insert', ", unique_key='id'"),
  'models/m_overwrite.sql': incremental('insert_overwrite'),
  'models/m_batches.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='updated_at', batch_size='year',
    begin='2025-01-01', lookback=1) }}
select id, updated_at from {{ ref('v_orders') }}`,
  'models/m_columns.sql': `{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}
select id {% if is_incremental() %}, customer{% endif %} from {{ ref('v_orders') }}`,
  'models/totals.sql': `{{ config(materialized='dynamic_table', target_lag=var('lag', '1 minute'), snowflake_warehouse='wh') }}
select sum(amount) as total from {{ ref('m_merge') }}`,
  'models/promised.sql': `{{ config(materialized='table') }} select id, {{ function('double_it') }}(id) as twice from {{ ref('v_orders') }}`,
  'functions/double_it.sql': 'x * 2',
  'functions/f.yml': 'functions:\n  - name: double_it\n    arguments: [{name: x, data_type: number}]\n    returns: {data_type: number}\n',
  'snapshots/s.yml': `snapshots:
  - name: versions
    relation: ref('v_orders')
    config: {strategy: check, unique_key: id, check_cols: [amount], hard_deletes: invalidate}
`,
  'macros/swap.sql': `{% macro swap() %}{% do swap_relations(ref('m_merge'), ref('m_append')) %}{% endmacro %}`,
  'models/s.yml': `models:
  - name: customers
    description: "Who's who"
    config: {persist_docs: {relation: true, columns: true}}
    columns:
      - {name: customer, description: "It's a name", data_tests: [unique]}
  - name: v_orders
    columns: [{name: id, data_tests: [not_null, {unique: {config: {store_failures: true}}}]}]
  - name: promised
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: number}, {name: twice, data_type: number}]
sources:
  - name: raw
    schema: dev
    freshness: {warn_after: {count: 1, period: day}}
    tables: [{name: orders, loaded_at_field: "day::timestamp"}, {name: customers}]
unit_tests:
  - name: sums
    model: customers
    given: [{input: ref('v_orders'), rows: [{customer: "o'neil", amount: 1.5}, {customer: "o'neil", amount: 2}]}]
    expect: {rows: [{customer: "o'neil", n: 2, total: 3.5}]}
`,
})

export interface Shop {
  readonly db: SnowflakeDatabase
  readonly project: Project
  /** Rows of a query, their cells with blanks between. */
  rows(sql: string): Promise<string[]>
  /** Statements sent so far, without comments and line breaks. */
  sent(): Promise<SentStatement[]>
  /** What did not end well in the last run. */
  failed(): string[]
}

interface Result {
  readonly unique_id: string
  readonly status: string
  readonly message: string
}

/** Filled before the first test and taken down after the last. */
export function shop(): Shop {
  const made = {} as { -readonly [Key in keyof Shop]: Shop[Key] }
  let adapter: Adapter
  let session: Connection
  made.rows = async (sql) => (await session.execute(sql, { fetch: true })).table.rows.map(({ cells }) => cells.map(plain).join(' '))
  made.sent = async () => (await made.db.log()).map((statement) => ({ ...statement, sql: bare(statement.sql) }))
  made.failed = () => {
    const { results } = made.project.json<{ results: readonly Result[] }>('target/run_results.json')
    return results.flatMap(({ unique_id, status, message }) =>
      /^(success|pass)$/.test(status) ? [] : [`${unique_id} ${status}: ${message}`],
    )
  }
  beforeAll(async () => {
    made.db = await snowflakeDatabase()
    made.project = project(files(made.db))
    const { folder } = made.project
    const module = await adapterModule('snowflake')
    const credentials = module.parseCredentials(made.db.fields({ schema: 'dev' }), { file: 'profiles.yml', line: 1, column: 1 }, folder)
    adapter = await module.create(
      credentials as Credentials,
      createInvocation({ cwd: folder, env: {}, flags: { which: 'run', vars: {} } as never }),
    )
    session = await adapter.connect('test')
  })
  afterAll(async () => {
    await session?.close()
    await adapter?.close()
    made.project?.remove()
  })
  return made
}

function plain(cell: unknown): string {
  return cell === null ? 'null' : String(cell)
}

function bare(sql: string): string {
  return sql
    .replace(/\s*\/\* \{.*?\} \*\/$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
}
