// A project changes what the built-in macros do by writing one of the same name, or one with an adapter's prefix.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { relationNames, rows } from './warehouse.js'

const macros = `
{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or target.schema }}{% endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ 'a_' ~ (custom_alias_name or node.name) }}{% endmacro %}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') %}
  create {{ 'temporary' if temporary }} table {{ relation.include(database=not temporary, schema=not temporary) }} as select *, 'mine' as made_by from ({{ compiled_code }})
{% endmacro %}
{% macro default__concat(fields) %}{{ "concat(" ~ (fields | join(', ')) ~ ")" }}{% endmacro %}
{% macro default__test_not_null(model, column_name) %}select 1 as failing where false{% endmacro %}
{% macro run_hooks(hooks, inside_transaction=True) %}
  {% if inside_transaction %}{% do run_query('create table if not exists hooked as select 1 as n') %}{% endif %}
{% endmacro %}
{% macro snapshot_daily_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% do return({'unique_key': 'id', 'updated_at': 'day', 'row_changed': '(snapshotted_data.day < source_data.day)', 'scd_id': 'id', 'invalidate_hard_deletes': false, 'hard_deletes': 'ignore'}) %}
{% endmacro %}
{% materialization counted, adapter='duckdb' %}
  {% set target_relation = this.incorporate(type='table') %}
  {% call statement('main') %}create or replace table {{ target_relation }} as select count(*) as n from ({{ sql }}){% endcall %}
  {% do adapter.commit() %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
`

let made: Project
beforeAll(async () => {
  made = project({
    'macros/own.sql': macros,
    'models/t.sql':
      "{{ config(materialized='table', schema='elsewhere') }}\nselect {{ dbt.concat([\"'a'\", \"'b'\"]) }} as joined, null as id",
    'models/c.sql': "{{ config(materialized='counted') }}\nselect * from {{ ref('t') }}",
    'models/properties.yml': 'models: [{name: t, columns: [{name: id, data_tests: [not_null]}]}]',
    'snapshots/s.sql': "{% snapshot s %}{{ config(strategy='daily', unique_key='id') }}select 1 as id, 5 as day{% endsnapshot %}",
  })
  const { code, text } = await made.sluice(['build', '--no-docs'])
  expect(code, text).toBe(0)
})
afterAll(() => made.remove())

it('names', async () => {
  expect(await relationNames(made.folder)).toEqual(['a_c', 'a_s', 'a_t', 'hooked'])
  expect(await rows(made.folder, "select table_schema from information_schema.tables where table_name = 'a_t'")).toEqual(['elsewhere'])
})

it('statements and functions, also where the built-in macros call them', async () => {
  expect(await rows(made.folder, 'select * from elsewhere.a_t')).toEqual(['ab | null | mine'])
})

it('a materialization of its own', async () => {
  expect(await rows(made.folder, 'select * from a_c')).toEqual(['1'])
})

it('a snapshot strategy of its own', async () => {
  expect(await rows(made.folder, 'select id, dbt_scd_id, dbt_updated_at from a_s')).toEqual(['1 | 1 | 5'])
})
