{# `(column type constraint, …, constraint …)` as the properties file has them. #}
{%- macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro -%}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
  {%- set columns = adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
  {%- set constraints = adapter.render_raw_model_constraints(raw_constraints=model['constraints']) -%}
(
    {{ (columns + constraints) | join(',\n    ') }}
)
{% endmacro %}


{# The query's columns in the order of the contract. #}
{% macro get_select_subquery(sql) %}
  {{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}
{% endmacro %}

{% macro default__get_select_subquery(sql) %}
select {{ adapter.dispatch('get_column_names', 'dbt')() | trim }}
from (
{{ sql }}
) as model_subq
{%- endmacro %}

{% macro default__get_column_names() %}
  {%- set names = [] -%}
  {%- for column in model['columns'].values() -%}
    {%- do names.append(adapter.quote(column['name']) if column.get('quote') else column['name']) -%}
  {%- endfor -%}
  {{ names | join(', ') }}
{% endmacro %}


{# A query without rows that has the promised columns and types. #}
{% macro get_empty_schema_sql(columns) -%}
  {{ return(adapter.dispatch('get_empty_schema_sql', 'dbt')(columns)) }}
{% endmacro %}

{% macro default__get_empty_schema_sql(columns) %}
  {%- set untyped = [] -%}
  {%- set unscaled = [] -%}
  {%- set parts = [] -%}
  {%- for column in columns.values() -%}
    {%- set type = column['data_type'] -%}
    {%- if not type -%}
      {%- do untyped.append(column['name']) -%}
    {%- else -%}
      {%- if type | trim | lower in ('numeric', 'decimal', 'number') -%}
        {%- do unscaled.append(column['name']) -%}
      {%- endif -%}
      {%- set name = adapter.quote(column['name']) if column.get('quote') else column['name'] -%}
      {%- do parts.append((cast('null', type) | trim) ~ ' as ' ~ name) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if untyped -%}
    {%- do exceptions.column_type_missing(column_names=untyped) -%}
  {%- elif unscaled -%}
    {%- do exceptions.warn('Columns of a numeric type without precision and scale may be rounded: ' ~ (unscaled | join(', '))) -%}
  {%- endif -%}
  select {{ parts | join(', ') }}
{% endmacro %}
