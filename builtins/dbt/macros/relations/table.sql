{% macro get_create_table_as_sql(temporary, relation, sql) -%}
  {{ adapter.dispatch('get_create_table_as_sql', 'dbt')(temporary, relation, sql) }}
{%- endmacro %}

{% macro default__get_create_table_as_sql(temporary, relation, sql) -%}
  {{ return(create_table_as(temporary, relation, sql)) }}
{% endmacro %}


{# Adapters whose create_table_as takes three arguments must go on working: the language goes along only when it is another. #}
{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {%- set build = adapter.dispatch('create_table_as', 'dbt') -%}
  {%- if language == 'sql' -%}
    {{ build(temporary, relation, compiled_code) }}
  {%- else -%}
    {{ build(temporary, relation, compiled_code, language) }}
  {%- endif -%}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, sql) -%}
  {%- set contract = config.get('contract') -%}
  {%- set bound = contract.enforced and not temporary -%}
  {{ config.get('sql_header', none) or '' }}
create {{ 'temporary ' if temporary }}table {{ relation.include(database=not temporary, schema=not temporary) }}
  {%- if bound -%}
    {{ get_assert_columns_equivalent(sql) | trim }} {{ get_table_columns_and_constraints() | trim }}
    {%- set sql = get_select_subquery(sql) | trim -%}
  {%- endif %} as (
{{ sql }}
);
{%- endmacro %}
