{# `'"schema"."name"'::regclass`: how TimescaleDB's functions take a table or continuous aggregate. #}
{% macro timescale_regclass(relation) %}
  {{ return("'" ~ (relation.include(database=false).render() | replace("'", "''")) ~ "'::regclass") }}
{% endmacro %}

{# A length of time: an interval, or a number for an integer time column. #}
{% macro timescale_span(value) %}
  {%- if value is none -%}
    {{ return('null') }}
  {%- endif -%}
  {{ return('bigint ' ~ postgres_text(value) if value is number else 'interval ' ~ postgres_text(value)) }}
{% endmacro %}

{# The extension's functions live where it was created, which need not be on the search path. #}
{% macro timescale_function(name) %}
  {{ return(adapter.quote(timescale_schema()) ~ '.' ~ name) }}
{% endmacro %}

{# Sends one call of such a function; its answer is a job id or nothing, and not looked at. #}
{% macro timescale_call(name, arguments) %}
  {%- call statement('timescale_' ~ name) -%}
    select {{ timescale_function(name) }}({{ arguments | join(', ') }})
  {%- endcall -%}
{% endmacro %}

{# Rows of a question, each a dict by column name. #}
{% macro timescale_rows(sql) %}
  {%- call statement('timescale_rows', fetch_result=True, auto_begin=False) -%}
    {{ sql }}
  {%- endcall -%}
  {%- set table = load_result('timescale_rows').table -%}
  {%- set rows = [] -%}
  {%- for row in table -%}
    {%- do rows.append(dict(zip(table.column_names, row))) -%}
  {%- endfor -%}
  {{ return(rows) }}
{% endmacro %}

{# Where the extension is; none without it, and on engines that only borrow these macros. #}
{% macro timescale_schema() %}
  {{ return(adapter.timescale_schema() if adapter.timescale_schema is defined else none) }}
{% endmacro %}
