{#
  One row: how many failures, and whether that is worth a warning or an error. With stored failures the rows are
  written first and counted where they are, so that the test's query runs once.
#}
{%- materialization test, default -%}
  {%- set header = config.get('sql_header') if flags.REQUIRE_SQL_HEADER_IN_TEST_CONFIGS else none -%}
  {%- set failing_rows = get_limit_subquery_sql(sql, config.get('limit')) -%}
  {%- set relations = [] -%}
  {%- if should_store_failures() -%}
    {%- set stored = store_failing_rows(failing_rows, header) -%}
    {%- do relations.append(stored) -%}
    {%- set failing_rows = 'select * from ' ~ stored -%}
  {%- endif -%}
  {%- set ends = [(config.get('warn_if') | string | trim)[-1:], (config.get('error_if') | string | trim)[-1:]] -%}
  {%- call statement('main', fetch_result=True, auto_begin=False) -%}
    {{ header or '' }}
    {% if '%' in ends and model.get('test_metadata') -%}
    {{ sluice.sluice_test_by_share(failing_rows, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), render(model['test_metadata']['kwargs']['model'])) }}
    {%- else -%}
    {{ get_test_sql(failing_rows, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), limit=none) }}
    {%- endif %}
  {%- endcall -%}
  {{ return({'relations': relations}) }}
{%- endmaterialization -%}


{% macro store_failing_rows(failing_rows, header) %}
  {%- set kind = config.get('store_failures_as') or 'table' -%}
  {%- if kind not in ['table', 'view'] -%}
    {%- do exceptions.raise_compiler_error("store_failures_as: '" ~ kind ~ "' is not a valid value. Accepted values are: ['ephemeral', 'table', 'view']") -%}
  {%- endif -%}
  {%- set target_relation = api.Relation.create(database=database, schema=schema, identifier=model['alias'], type=kind) -%}
  {%- do drop_relation_if_exists(load_cached_relation(target_relation)) -%}
  {%- call statement(auto_begin=True) -%}
    {{ header or '' }}
    {{ get_create_sql(target_relation, failing_rows) }}
  {%- endcall -%}
  {%- do adapter.commit() -%}
  {{ return(target_relation) }}
{% endmacro %}


{% macro get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
  {{ adapter.dispatch('get_test_sql', 'dbt')(main_sql, fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{% macro default__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
select
    {{ fail_calc }} as failures,
    {{ fail_calc }} {{ warn_if }} as should_warn,
    {{ fail_calc }} {{ error_if }} as should_error
from (
{{ main_sql | trim }}
  {%- if limit is not none %}
limit {{ limit }}
  {%- endif %}
) dbt_internal_test
{%- endmacro %}
