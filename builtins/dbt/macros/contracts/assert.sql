{# Compares what the SQL gives with what the properties file promises, by name and type, before anything is built. #}
{%- macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro -%}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{% macro assert_columns_equivalent(sql) %}
  {%- set promised = model['columns'] -%}
  {%- if not promised -%}
    {%- do exceptions.raise_contract_error([], []) -%}
  {%- endif -%}
  {%- set given_columns = format_columns(get_column_schema_from_query(sql, config.get('sql_header', none))) -%}
  {%- set promised_columns = format_columns(get_column_schema_from_query(get_empty_schema_sql(promised))) -%}
  {%- set by_name = {} -%}
  {%- for column in promised_columns -%}
    {%- do by_name.update({column['name']: column['formatted']}) -%}
  {%- endfor -%}
  {%- set differing = [] -%}
  {%- for column in given_columns if by_name.get(column['name']) != column['formatted'] -%}
    {%- do differing.append(column) -%}
  {%- endfor -%}
  {%- if differing or given_columns | length != promised_columns | length -%}
    {%- do exceptions.raise_contract_error(promised_columns, given_columns) -%}
  {%- endif -%}
{% endmacro %}


{% macro format_columns(columns) %}
  {%- set formatted = [] -%}
  {%- for column in columns -%}
    {%- do formatted.append(adapter.dispatch('format_column', 'dbt')(column)) -%}
  {%- endfor -%}
  {{ return(formatted) }}
{% endmacro %}

{% macro default__format_column(column) -%}
  {{ return({'name': column.name, 'data_type': column.dtype, 'formatted': column.column.lower() ~ ' ' ~ column.dtype}) }}
{%- endmacro %}
