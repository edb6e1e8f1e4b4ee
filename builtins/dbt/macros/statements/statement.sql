{#
  One statement: what the caller block renders to is sent as it is. The statement named "main" is the one a
  node is known by: its text goes below target/run and its response into run_results.
#}
{%- macro statement(name=None, fetch_result=False, auto_begin=True, language='sql') -%}
  {%- if execute -%}
    {%- set code = caller() -%}
    {%- if name == 'main' -%}{%- do announce_main(code, language) -%}{%- endif -%}
    {%- set table = none -%}
    {%- if language == 'sql' -%}
      {%- set response, table = adapter.execute(code, auto_begin=auto_begin, fetch=fetch_result) -%}
    {%- elif language == 'python' -%}
      {%- set response = submit_python_job(model, code) -%}
    {%- else -%}
      {%- do exceptions.raise_compiler_error("A statement is written in sql or python, not in '" ~ language ~ "'") -%}
    {%- endif -%}
    {%- if name is not none -%}
      {%- do store_result(name, response=response, agate_table=table) -%}
    {%- endif -%}
  {%- endif -%}
{%- endmacro %}


{# A statement somebody else has sent already: only its text and its outcome are kept. #}
{% macro noop_statement(name=None, message=None, code=None, rows_affected=None, res=None) -%}
  {%- set text = caller() -%}
  {%- if name == 'main' -%}{%- do announce_main(text, 'sql') -%}{%- endif -%}
  {%- if name is not none -%}
    {%- do store_raw_result(name, message=message, code=code, rows_affected=rows_affected, agate_table=res) -%}
  {%- endif -%}
{%- endmacro %}


{% macro announce_main(code, language) -%}
  {%- if model is defined and model -%}
    {%- do log('Writing runtime ' ~ language ~ ' of ' ~ model['unique_id']) -%}
  {%- endif -%}
  {%- do write(code) -%}
{%- endmacro %}


{# The rows of a query, as a table. #}
{% macro run_query(sql) %}
  {%- call statement('run_query_statement', fetch_result=True, auto_begin=False) %}
    {{ sql }}
  {%- endcall -%}
  {%- do return(load_result('run_query_statement').table) -%}
{% endmacro %}


{% macro validate_sql(sql) -%}
  {{ return(adapter.dispatch('validate_sql', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__validate_sql(sql) -%}
  {%- call statement('validate_sql') -%}
    explain {{ sql }}
  {%- endcall -%}
  {{ return(load_result('validate_sql')) }}
{%- endmacro %}


{% macro is_core_v2() -%}
  {{ return(dbt_version.startswith('2.')) }}
{%- endmacro %}
