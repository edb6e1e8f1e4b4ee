/** One node of each kind that is published after its tests. Every row has a version; `bad` marks rows that a test refuses. */
import type { Outcome, Project } from '../harness/project.js'

export type Engine = 'duckdb' | 'postgres'

const columns = "1 as id, {{ var('v') }} as version, {{ var('bad', 0) }} as bad, cast('2024-05-01 10:00' as timestamp) as seen_at"
const model = (config: string, more = '') => `{{ config(${config}) }}\nselect ${columns}${more}\n`
const incremental = (strategy: string, more = '') =>
  model(`materialized='incremental', unique_key='id', incremental_strategy='${strategy}'${more}`)
const kept = "publish={'after_tests': true, 'keep_candidate': true}"

/** Refuses bad rows; on PostgreSQL it also takes its time, with the transaction open, where that is asked for. */
const refuses = `{% test refuses(model) %}
{%- if execute and var('slow', 0) -%}{%- do run_query('select pg_sleep(' ~ var('slow') ~ ')') -%}{%- endif -%}
select * from {{ model }} where bad <> 0
{% endtest %}`

/** A strategy of the project's own. */
const own = `{% macro get_incremental_own_sql(arg_dict) %}
delete from {{ arg_dict['target_relation'] }} where id in (select id from {{ arg_dict['temp_relation'] }});
insert into {{ arg_dict['target_relation'] }} select * from {{ arg_dict['temp_relation'] }}
{% endmacro %}

{% materialization careless, default %}
  {% call statement('main') %} create table {{ this }} as {{ sql }} {% endcall %}
  {% do adapter.commit() %}
  {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}`

export const names = ['t_table', 't_view', 't_append', 't_merge', 't_delete', 't_own', 't_batch', 't_kept', 't_seed', 't_snapshot']

export function namesOf(engine: Engine): readonly string[] {
  return engine === 'postgres' ? [...names, 't_mv', 't_mv_quiet'] : [...names, 't_external']
}

export function filesOf(engine: Engine, output: string): Readonly<Record<string, string>> {
  const own_kinds: Readonly<Record<string, string>> =
    engine === 'postgres'
      ? {
          'models/t_mv.sql': model("materialized='materialized_view'"),
          // A refresh keeps the query and looks at its rows anew.
          'models/t_mv_quiet.sql': `{{ config(materialized='materialized_view', indexes=[{'columns': ['id'], 'unique': true}]) }}\nselect * from public.given\n`,
        }
      : { 'models/t_external.sql': model("materialized='external', location='t_external.parquet'") }
  const tested = Object.keys(own_kinds).map((path) => path.slice('models/'.length, -'.sql'.length))
  return {
    'dbt_project.yml':
      'name: shop\nprofile: shop\nmodels: {+publish: after_tests}\nseeds: {+publish: after_tests}\nsnapshots: {+meta: {publish: after_tests}}\n',
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${output}\n`,
    'macros/own.sql': own,
    'tests/generic/refuses.sql': refuses,
    // Reads two that know nothing of each other: the later one is judged with what stands of the other.
    'tests/agree.sql': "select 1 as n from {{ ref('t_table') }} as a join {{ ref('t_view') }} as b on a.version <> b.version",
    'models/t_table.sql': model("materialized='table', contract={'enforced': true}, persist_docs={'relation': true}"),
    'models/t_view.sql': model("materialized='view'"),
    'models/t_append.sql': `{{ config(materialized='incremental', incremental_strategy='append', publish={'after_tests': true, 'audit': 'new_rows'}) }}\nselect ${columns}\n`,
    'models/t_merge.sql': incremental(engine === 'postgres' ? 'delete+insert' : 'merge'),
    'models/t_delete.sql': model(
      "materialized='incremental', unique_key='id', incremental_strategy='delete+insert', on_schema_change='append_new_columns'",
      "{% if var('wide', false) %}, 1 as extra{% endif %}",
    ),
    'models/t_own.sql': incremental('own'),
    'models/t_batch.sql': model(
      "materialized='incremental', incremental_strategy='microbatch', event_time='seen_at', batch_size='day', begin='2024-05-01'",
    ),
    'models/t_kept.sql': model(`materialized='table', ${kept}`),
    'models/child.sql': "select * from {{ ref('t_table') }}",
    'models/raw.sql': model("materialized='view', publish=false"),
    ...own_kinds,
    'models/m.yml': properties(tested),
    'snapshots/s.yml': `snapshots:\n  - name: t_snapshot\n    relation: ref('raw')\n    config: {unique_key: id, strategy: check, check_cols: [version, bad]}\n    data_tests: [refuses]\n`,
    'seeds/t_seed.csv': seed(0, 0),
  }
}

function properties(more: readonly string[]): string {
  const plain = ['t_view', 't_merge', 't_delete', 't_own', 't_batch', 't_kept', ...more]
  const contract =
    "[{name: id, data_type: integer, data_tests: [not_null, unique, {relationships: {arguments: {to: ref('child'), field: id}}}]}, {name: version, data_type: integer}, {name: bad, data_type: integer}, {name: seen_at, data_type: timestamp}]"
  return `models:
  - {name: t_table, description: tickets as sold, data_tests: [refuses], columns: ${contract}}
  - {name: t_append, data_tests: [{refuses: {config: {meta: {audit: new_rows}}}}]}
${plain.map((name) => `  - {name: ${name}, data_tests: [refuses]}\n`).join('')}seeds:
  - {name: t_seed, data_tests: [refuses]}
`
}

function seed(version: number, bad: number): string {
  return `id,version,bad\n1,${version},${bad}\n`
}

/** Builds everything as one version. */
export async function build(made: Project, version: number, bad: number, more: readonly string[] = [], vars = ''): Promise<Outcome> {
  made.write({ 'seeds/t_seed.csv': seed(version, bad) })
  const window = ['--event-time-start', '2024-05-01', '--event-time-end', '2024-05-02']
  return await made.sluice(['build', '--vars', `{v: ${version}, bad: ${bad}${vars}}`, ...window, ...more])
}

export interface Ran {
  readonly unique_id: string
  readonly status: string
  readonly failures: number | null
  readonly message: string | null
}

export function results(made: Project): readonly Ran[] {
  return made.json<{ readonly results: readonly Ran[] }>('target/run_results.json').results
}

/** `name version bad` of each. */
export const stateSql = (engine: Engine, schema: string): string =>
  namesOf(engine)
    .map((name) => `select '${name}' as name, max(version) as version, sum(bad) as bad from ${schema}.${name}`)
    .join(' union all ')
