/** What golden.test.ts looks at: a node, its config, and what the warehouse holds when it is built. */
import type { RunOptions } from '../../src/run/index.js'
import type { Script } from './scripted.js'

export interface Case {
  readonly title: string
  /** Unique id of what is built. Empty: `render` is a template run as an operation. */
  readonly node: string
  readonly render?: string
  readonly files: Readonly<Record<string, string>>
  readonly script?: Script
  readonly action?: RunOptions['action']
  readonly fullRefresh?: boolean
}

const query = "select 1 as id, 'a' as name, current_timestamp() as updated_at"

/** A model of its own for each case, named after its group. */
function model(
  group: string,
  title: string,
  config: string,
  more: Partial<Case> & { readonly sql?: string; readonly yml?: string } = {},
): Case {
  const { sql = query, yml, files, ...rest } = more
  const name = `${group} ${title}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
    .replace(/_$/, '')
  return {
    title,
    node: `model.p.${name}`,
    files: {
      [`models/${name}.sql`]: `{{ config(${config}) }}\n${sql}\n`,
      ...(yml === undefined ? {} : { [`models/${name}.yml`]: `models:\n  - name: ${name}\n${yml.replace(/^/gm, '    ')}\n` }),
      ...files,
    },
    ...rest,
  }
}

function existing(entry: (name: string) => Case, script: (name: string) => Script): Case {
  const made = entry('')
  return { ...made, script: { ...made.script, ...script((made.node.split('.').at(-1) ?? '').toUpperCase()) } }
}

const table = (title: string, config: string, more: Parameters<typeof model>[3] = {}) =>
  model('table', title, `materialized='table'${config && `, ${config}`}`, more)
const view = (title: string, config: string, more: Parameters<typeof model>[3] = {}) =>
  model('view', title, `materialized='view'${config && `, ${config}`}`, more)

const described = `description: "It's what it is: 50% \\\\ more"
columns:
  - {name: id, description: "The key"}
  - {name: Name, quote: true, description: "No column of this case"}`

const tables: readonly Case[] = [
  table('the default: transient', ''),
  table(
    'permanent, with every clause',
    `transient=false, copy_grants=true, copy_tags=true, change_tracking=true,
    row_access_policy='only_mine on (id)', table_tag="cost_center = 'sales'", sql_header="set x = 1;"`,
  ),
  table('clustered by two columns', "cluster_by=['updated_at', 'to_date(updated_at)'], automatic_clustering=true"),
  existing(
    () => table('where a view stands', ''),
    (name) => ({ exists: { [name]: { kind: 'VIEW' } } }),
  ),
  existing(
    () => table('where a table stands: replaced in place', ''),
    (name) => ({ exists: { [name]: {} } }),
  ),
  table('contract with constraints', "contract={'enforced': true}", {
    yml: `columns:
  - {name: id, data_type: "number(38,0)", constraints: [{type: not_null}, {type: primary_key}]}
  - {name: name, data_type: varchar}
  - {name: updated_at, data_type: timestamp_ntz}
constraints:
  - {type: unique, name: one_name, columns: [name]}
  - {type: check, expression: "id > 0"}`,
    script: { columns: {} },
  }),
  table('comments on relation and columns', "persist_docs={'relation': true, 'columns': true}", { yml: described }),
  table('query tag', "query_tag='nightly'", {
    script: { answers: { "show parameters like 'query_tag'": [{ key: 'QUERY_TAG', value: "team's" }] } },
  }),
  table('another warehouse is the business of the session, not of macros', "snowflake_warehouse='big_wh'"),
  table(
    'hooks of both kinds run',
    `pre_hook=[{'sql': 'select 1 /* before */', 'transaction': false}, 'select 2 /* pre */'],
    post_hook=['select 3 /* post */', {'sql': 'select 4 /* after */', 'transaction': false}]`,
  ),
]

const grants: readonly Case[] = [
  table('grants on a new table', "grants={'select': ['reporter', 'database role shop.reader'], 'insert': ['loader']}"),
  existing(
    () => table('grants on a table that keeps its own', "copy_grants=true, grants={'select': ['reporter']}"),
    (name) => ({
      exists: { [name]: {} },
      answers: {
        'show grants on table': [
          { privilege: 'OWNERSHIP', granted_to: 'ROLE', grantee_name: 'BUILDER' },
          { privilege: 'SELECT', granted_to: 'ROLE', grantee_name: 'OLD_READER' },
          { privilege: 'SELECT', granted_to: 'SHARE', grantee_name: 'PARTNER' },
        ],
      },
    }),
  ),
  existing(
    () => table('grants that are there', "copy_grants=true, grants={'select': ['reporter']}"),
    (name) => ({
      exists: { [name]: {} },
      answers: { 'show grants on table': [{ privilege: 'SELECT', granted_to: 'ROLE', grantee_name: 'REPORTER' }] },
    }),
  ),
  view('grants on a view', "grants={'select': ['reporter']}"),
]

const views: readonly Case[] = [
  view('the default', ''),
  view(
    'secure, with every clause',
    `secure=true, copy_grants=true, row_access_policy='only_mine on (id)', table_tag="cost_center = 'sales'"`,
  ),
  view('comments stand in the statement', "persist_docs={'relation': true, 'columns': true}", { yml: described }),
  existing(
    () => view('where a table stands', ''),
    (name) => ({ exists: { [name]: {} } }),
  ),
  existing(
    () => view('where a dynamic table stands', ''),
    (name) => ({ exists: { [name]: { dynamic: true } } }),
  ),
]

const again = (name: string): Script => ({ exists: { [name]: {} } })
const incremental = (title: string, config: string, script: (name: string) => Script = again, more: Parameters<typeof model>[3] = {}) =>
  existing(() => model('incremental', title, `materialized='incremental'${config && `, ${config}`}`, more), script)

const incrementals: readonly Case[] = [
  incremental('first run', "unique_key='id'", () => ({})),
  incremental('full refresh', "unique_key='id', cluster_by='id'", again, { fullRefresh: true }),
  incremental('where a view stands', "unique_key='id'", (name) => ({ exists: { [name]: { kind: 'VIEW' } } })),
  incremental('merge, the default', "unique_key='id'"),
  incremental(
    'merge of some columns, with predicates',
    "unique_key=['id', 'name'], merge_update_columns=['updated_at'], incremental_predicates=['DBT_INTERNAL_DEST.id > 7']",
  ),
  incremental('merge but for one column, staged in a table', "unique_key='id', merge_exclude_columns=['name'], tmp_relation_type='table'"),
  incremental('merge without a key is an insert', ''),
  incremental('append', "incremental_strategy='append'"),
  incremental('delete+insert', "incremental_strategy='delete+insert', unique_key='id', incremental_predicates=['id > 7']"),
  incremental(
    'delete+insert staged in a transient table',
    "incremental_strategy='delete+insert', unique_key='id', tmp_relation_type='transient'",
  ),
  incremental('delete+insert by a view is refused', "incremental_strategy='delete+insert', unique_key='id', tmp_relation_type='view'"),
  incremental('insert_overwrite', "incremental_strategy='insert_overwrite'"),
  incremental('insert_overwrite of some columns', "incremental_strategy='insert_overwrite', overwrite_columns=['id', 'name']"),
  incremental(
    'microbatch',
    "incremental_strategy='microbatch', event_time='updated_at', batch_size='year', begin='2026-01-01', lookback=0",
  ),
  incremental('a new column and one that is gone', "unique_key='id', on_schema_change='sync_all_columns'", (name) => ({
    exists: { [name]: {} },
    columns: { [name]: { ID: 'NUMBER(10,0)', GONE: 'DATE', NAME: 'VARCHAR(20)', UPDATED_AT: 'TIMESTAMP_NTZ(9)' } },
  })),
  incremental('a longer text widens the column, which keeps its collation', "unique_key='id'", (name) => ({
    exists: { [name]: {} },
    columns: { [name]: { ID: 'NUMBER(38,0)', NAME: "VARCHAR(20) COLLATE 'en-ci'" } },
  })),
  incremental('another table format needs a full refresh', "unique_key='id', table_format='iceberg'"),
]

const icebergs: readonly Case[] = [
  table('iceberg, the defaults', "table_format='iceberg'"),
  table(
    'iceberg with every clause',
    `table_format='ICEBERG', external_volume='lake', base_location_root='root', base_location_subpath='sub',
    iceberg_version=3, partition_by=['id'], cluster_by='id', storage_serialization_policy='compatible', data_retention_time_in_days=0,
    max_data_extension_time_in_days=5, copy_grants=true, change_tracking=false`,
  ),
  existing(() => table('iceberg where a plain table stands', "table_format='iceberg'"), again),
  incremental(
    'merge into iceberg, with a new column',
    "table_format='iceberg', unique_key='id', on_schema_change='append_new_columns'",
    (name) => ({
      exists: { [name]: { iceberg: true } },
      columns: { [name]: { ID: 'NUMBER(10,0)' } },
    }),
  ),
  table('a catalog of ours, its volume taken over', "catalog_name='ours'"),
  table('a catalog of others', "catalog_name='polaris'"),
]

const shown = {
  name: '',
  warehouse: 'WH',
  target_lag: '1 minute',
  refresh_mode: 'INCREMENTAL',
  cluster_by: '',
  immutable_where: '',
  scheduler: 'ENABLE',
  initialization_warehouse: '',
}
const dynamic = (
  title: string,
  config: string,
  row: Readonly<Record<string, string>> | null = null,
  more: Parameters<typeof model>[3] = {},
) =>
  existing(
    () => model('dynamic', title, `materialized='dynamic_table', ${config}`, more),
    (name) =>
      row === null
        ? {}
        : {
            exists: { [name]: { dynamic: true } },
            answers: { 'show dynamic tables': [{ ...shown, ...row, name }], 'show tables like': [{ name, kind: 'TABLE' }] },
          },
  )
const lag = "target_lag='60 seconds', snowflake_warehouse='wh'"

const dynamics: readonly Case[] = [
  dynamic('the least', lag),
  dynamic(
    'every clause',
    `target_lag='downstream', snowflake_warehouse='wh', refresh_warehouse='"Small"', snowflake_initialization_warehouse='big',
    refresh_mode='incremental', initialize='on_schedule', cluster_by=['id', 'name'], immutable_where='id < 7', transient=true,
    row_access_policy='only_mine on (id)', table_tag="cost_center = 'sales'", grants={'select': ['reporter']}`,
  ),
  dynamic('without a lag each run refreshes', "snowflake_warehouse='wh'"),
  dynamic('iceberg', `${lag}, table_format='iceberg', external_volume='lake'`),
  dynamic('nothing has changed', lag, {}),
  dynamic('nothing has changed but the query', lag, { text: 'create dynamic table x as (select 2 as id)' }),
  dynamic(
    'other settings are altered',
    `target_lag='5 minutes', snowflake_warehouse='other', snowflake_initialization_warehouse='big', cluster_by='id', immutable_where='id < 8'`,
    {
      immutable_where: 'IMMUTABLE WHERE (id < 7)',
    },
  ),
  dynamic('settings taken away', lag, {
    cluster_by: 'LINEAR(ID)',
    immutable_where: 'IMMUTABLE WHERE (id < 7)',
    initialization_warehouse: 'BIG',
  }),
  dynamic('settings told in other words', `target_lag='60 seconds', snowflake_warehouse='"WH"', cluster_by='id, name'`, {
    cluster_by: 'LINEAR(ID, NAME)',
  }),
  dynamic('the scheduler goes', "snowflake_warehouse='wh'", {}),
  dynamic('another refresh mode replaces', `${lag}, refresh_mode='full', copy_grants=true`, {}),
  dynamic('transient replaces', `${lag}, transient=true`, {}),
  dynamic(
    'a change under on_configuration_change: fail',
    `target_lag='2 minutes', snowflake_warehouse='wh', on_configuration_change='fail'`,
    {},
  ),
  dynamic(
    'a change under on_configuration_change: continue',
    `target_lag='2 minutes', snowflake_warehouse='wh', on_configuration_change='continue'`,
    {},
  ),
  dynamic('full refresh', lag, {}, { fullRefresh: true }),
  existing(() => model('dynamic', 'where a table stands', `materialized='dynamic_table', ${lag}`), again),
  dynamic('comments', `${lag}, persist_docs={'relation': true, 'columns': true}`, null, { yml: described }),
]

const snapshotYml = (name: string, config: string): Record<string, string> => ({
  [`snapshots/${name}.yml`]: `snapshots:\n  - {name: ${name}, relation: ref('base'), config: {${config}}}\n`,
})
const versions = { ...Object.fromEntries(['ID', 'NAME'].map((name) => [name, 'VARCHAR(16777216)'])), UPDATED_AT: 'TIMESTAMP_NTZ(9)' }
const snapshotted = {
  ...versions,
  DBT_SCD_ID: 'VARCHAR(32)',
  DBT_UPDATED_AT: 'TIMESTAMP_NTZ(9)',
  DBT_VALID_FROM: 'TIMESTAMP_NTZ(9)',
  DBT_VALID_TO: 'TIMESTAMP_NTZ(9)',
}

const snapshots: readonly Case[] = [
  {
    title: 'first run',
    node: 'snapshot.p.snap_first',
    files: { 'models/base.sql': query, ...snapshotYml('snap_first', 'strategy: timestamp, unique_key: id, updated_at: updated_at') },
    script: { exists: { BASE: {} } },
  },
  {
    title: 'next run by timestamp, rows that are gone are closed',
    node: 'snapshot.p.snap_time',
    files: snapshotYml('snap_time', 'strategy: timestamp, unique_key: id, updated_at: updated_at, hard_deletes: invalidate'),
    script: {
      exists: { BASE: {}, SNAP_TIME: {} },
      columns: {
        SNAP_TIME: snapshotted,
        SNAP_TIME__DBT_TMP: { ...snapshotted, DBT_CHANGE_TYPE: 'VARCHAR', DBT_UNIQUE_KEY: 'NUMBER(38,0)' },
      },
    },
  },
  {
    title: 'next run by checking columns, one of them new',
    node: 'snapshot.p.snap_check',
    files: snapshotYml('snap_check', 'strategy: check, unique_key: id, check_cols: [name], query_tag: versions'),
    script: {
      exists: { BASE: {}, SNAP_CHECK: {} },
      columns: { SNAP_CHECK: { ...snapshotted }, SNAP_CHECK__DBT_TMP: { ...snapshotted, EXTRA: 'DATE', DBT_CHANGE_TYPE: 'VARCHAR' } },
    },
  },
]

const seeds: readonly Case[] = [
  { title: 'first load', node: 'seed.p.seed_first', files: { 'seeds/seed_first.csv': 'id,name\n1,a\n2,b\n' } },
  {
    title: 'next load replaces the rows in one transaction',
    node: 'seed.p.seed_next',
    files: {
      'seeds/seed_next.csv': 'id,name\n1,a\n',
      'seeds/_seeds.yml': 'seeds:\n  - {name: seed_next, config: {quote_columns: true}}\n',
    },
    script: { exists: { SEED_NEXT: {} } },
  },
  {
    title: 'full refresh',
    node: 'seed.p.seed_full',
    files: { 'seeds/seed_full.csv': 'id,day\n1,2026-01-01\n' },
    script: { exists: { SEED_FULL: {} } },
    fullRefresh: true,
  },
  {
    title: 'no rows any more',
    node: 'seed.p.seed_empty',
    files: { 'seeds/seed_empty.csv': 'id,name\n' },
    script: { exists: { SEED_EMPTY: {} } },
  },
]

const clones: readonly Case[] = [
  existing(
    () => table('clone of another environment', 'copy_grants=true', { action: 'clone', fullRefresh: true }),
    (name) => ({ deferred: ['prod'], exists: { [name]: {} } }),
  ),
  existing(
    () => table('a view has no clone', 'transient=false', { action: 'clone', fullRefresh: true }),
    (name) => ({ deferred: ['prod'], exists: { [name]: { kind: 'VIEW' } } }),
  ),
]

const functions: readonly Case[] = [
  {
    title: 'a function in SQL',
    node: 'function.p.area',
    files: {
      'functions/area.sql': 'pi() * r * r',
      'functions/_functions.yml': `functions:
  - name: area
    config: {volatility: deterministic, grants: {usage: [reporter]}}
    arguments: [{name: r, data_type: float, default_value: 1}]
    returns: {data_type: float}
`,
    },
  },
]

const refused: readonly Case[] = [
  model('refused', 'a materialized view', "materialized='materialized_view'"),
  dynamic('a dynamic table whose scheduler and lag disagree', "scheduler='disable', target_lag='1 minute', snowflake_warehouse='wh'"),
  {
    title: 'a model in Python',
    node: 'model.p.refused_py',
    files: { 'models/refused_py.py': "def model(dbt, session):\n    dbt.config(materialized='table')\n    return None\n" },
  },
  incremental('an unknown staging', "unique_key='id', tmp_relation_type='heap'"),
]

const operation = (title: string, render: string, script: Script = {}): Case => ({ title, node: '', render, files: {}, script })
const relationOf = (name: string, type: string, more = '') =>
  `api.Relation.create(database='shop', schema='main', identifier='${name}', type='${type}'${more})`

const operations: readonly Case[] = [
  operation('list the relations of a schema', '{{ adapter.list_relations("shop", "main") | map(attribute="type") | list }}', {
    exists: { T: {}, V: { kind: 'VIEW' }, D: { dynamic: true }, I: { iceberg: true } },
  }),
  operation(
    'in pages',
    `{{ snowflake__list_relations_without_caching(${relationOf('x', 'table')}, max_iter=2, max_results_per_iter=1) }}`,
    {
      exists: { "IT'S": {} },
    },
  ),
  operation('of a schema that does not exist', '{{ adapter.list_relations("shop", "absent") }}'),
  operation('list the schemas', '{{ adapter.list_schemas("shop") }}'),
  operation('is there a schema', '{{ adapter.check_schema_exists("shop", "main") }} {{ adapter.check_schema_exists("shop", "other") }}'),
  operation(
    'create and drop a schema',
    `{% do adapter.create_schema(${relationOf('x', 'table')}) %}{% do adapter.drop_schema(${relationOf('x', 'table')}) %}`,
  ),
  operation('columns', `{{ adapter.get_columns_in_relation(${relationOf('x', 'table')}) }}`),
  ...['table', 'view', 'dynamic_table', 'materialized_view'].map((type) =>
    operation(`drop a ${type}`, `{% do adapter.drop_relation(${relationOf('x', type)}) %}`),
  ),
  operation('truncate', `{% do adapter.truncate_relation(${relationOf('x', 'table')}) %}`),
  operation('rename a table', `{% do adapter.rename_relation(${relationOf('x', 'table')}, ${relationOf('y', 'table')}) %}`),
  operation(
    'rename a view in quotes',
    `{% do adapter.rename_relation(${relationOf('X y', 'view', ", quote_policy={'identifier': true}")}, ${relationOf('z', 'view')}) %}`,
  ),
  operation(
    'rename a dynamic table',
    `{% do adapter.rename_relation(${relationOf('x', 'dynamic_table')}, ${relationOf('y', 'dynamic_table')}) %}`,
  ),
  operation('swap two tables', `{% do swap_relations(${relationOf('x', 'table')}, ${relationOf('y', 'table')}) %}`),
  operation('swap two dynamic tables', `{% do swap_relations(${relationOf('x', 'dynamic_table')}, ${relationOf('y', 'dynamic_table')}) %}`),
  operation(
    'replace a view by a table',
    `{{ get_replace_sql(${relationOf('x', 'view')}, ${relationOf('x', 'table')}, 'select 1 as id') }}`,
  ),
  operation(
    'when relations changed',
    `{% do get_relation_last_modified(information_schema_name('shop'), [${relationOf('x', 'table')}, ${relationOf("it\\'s", 'table')}]) %}`,
  ),
  operation(
    'the catalog of schemas',
    "{% do adapter.dispatch('get_catalog', 'dbt')(information_schema_name('shop'), ['main', 'other']) %}",
  ),
  operation(
    'the catalog of relations',
    `{% do adapter.dispatch('get_catalog_relations', 'dbt')(information_schema_name('shop'), [${relationOf('x', 'table')}]) %}`,
  ),
]

const sourceYml = `sources:
  - name: raw
    freshness: {warn_after: {count: 1, period: day}}
    tables:
      - {name: by_field, loaded_at_field: loaded_at, config: {}}
      - {name: by_catalog, quoting: {identifier: true}}
`
const now = { a: 'MAIN', b: 'X', c: '2026-01-01 00:00:00', d: '2026-01-01 00:00:01' }

const freshness: readonly Case[] = [
  {
    title: 'of a source with a column to ask',
    node: 'source.p.raw.by_field',
    action: 'freshness',
    files: { 'models/sources.yml': sourceYml },
    script: { answers: { 'select (': [{ max_loaded_at: now.c, snapshotted_at: now.d }] } },
  },
  { title: 'of a source without', node: 'source.p.raw.by_catalog', action: 'freshness', files: {}, script: { answers: { select: [now] } } },
]

const crossDatabase = `
any_value: {{ dbt.any_value('x') }}
array_append: {{ dbt.array_append('x', '1') }}
array_concat: {{ dbt.array_concat('x', 'y') }}
array_construct: {{ dbt.array_construct(['1', '2']) }}
bool_or: {{ dbt.bool_or('x') }}
cast: {{ dbt.cast('x', 'date') }} | {{ dbt.cast('x', 'geography') }}
cast_bool_to_text: {{ dbt.cast_bool_to_text('x') }}
concat: {{ dbt.concat(['x', "'-'", 'y']) }}
current_timestamp: {{ dbt.current_timestamp() }}
date: {{ dbt.date(2026, 2, 3) }}
date_trunc: {{ dbt.date_trunc('week', 'x') }}
dateadd: {{ dbt.dateadd('quarter', -1, 'x') }}
datediff: {{ dbt.datediff('x', 'y', 'week') }}
equals: {{ dbt.equals('x', 'y') }}
escape_single_quotes: {{ dbt.escape_single_quotes("it's") }}
except: {{ dbt.except() }}
hash: {{ dbt.hash('x') }}
intersect: {{ dbt.intersect() }}
last_day: {{ dbt.last_day('x', 'quarter') }}
length: {{ dbt.length('x') }}
listagg: {{ dbt.listagg('x', "','", 'order by y') }} | {{ dbt.listagg('x', "','", 'order by y', 3) }}
position: {{ dbt.position("'a'", 'x') }}
replace: {{ dbt.replace('x', "'a'", "'b'") }}
right: {{ dbt.right('x', 2) }}
safe_cast: {{ dbt.safe_cast("'1'", 'number(38,0)') }} | {{ dbt.safe_cast(1, 'text') }} | {{ dbt.safe_cast('null', 'variant') }} | {{ dbt.safe_cast("'[]'", 'array') }} | {{ dbt.safe_cast('x', 'GEOMETRY') }}
snapshot_get_time: {{ dbt.snapshot_get_time() }}
snapshot_string_as_time: {{ dbt.snapshot_string_as_time('2026-01-01') }}
split_part: {{ dbt.split_part('x', "'-'", -1) }}
string_literal: {{ dbt.string_literal('x') }}
types: {{ dbt.type_bigint() }} | {{ dbt.type_boolean() }} | {{ dbt.type_float() }} | {{ dbt.type_int() }} | {{ dbt.type_numeric() }} | {{ dbt.type_string() }} | {{ dbt.type_timestamp() }}
backcompat: {{ dbt.current_timestamp_backcompat() }} | {{ dbt.current_timestamp_in_utc_backcompat() }}
generate_series: {{ dbt.generate_series(3) }}
date_spine: {{ dbt.date_spine('day', "to_date('2026-01-01')", "to_date('2026-01-03')") }}
`

export const cases: Readonly<Record<string, readonly Case[]>> = {
  operations,
  freshness,
  'cross-database': [operation('functions in one spelling for every warehouse', crossDatabase, { answers: { select: [{ days: 2 }] } })],
  table: tables,
  grants,
  view: views,
  incremental: incrementals,
  iceberg: icebergs,
  'dynamic-table': dynamics,
  snapshot: snapshots,
  seed: seeds,
  clone: clones,
  function: functions,
  refused,
}
