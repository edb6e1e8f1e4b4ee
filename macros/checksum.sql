{#
  A whole number that differs when any of the columns does; summed over rows it does not depend on their order. Hexadecimal digits
  become decimal ones letter by letter, which every warehouse can do.
#}
{% macro row_checksum(columns) -%}
cast(translate(substr(md5(
  {%- for column in columns %}
    coalesce(cast({{ column }} as varchar), '') {%- if not loop.last %} || '|' || {%- endif -%}
  {%- endfor %}
), 1, 15), 'abcdef', '012345') as bigint)
{%- endmacro %}


{# A moment as a whole number: as text it looks otherwise on each warehouse, and in each session. #}
{% macro microseconds(expression) -%}
  {{ adapter.dispatch('microseconds')(expression) }}
{%- endmacro %}

{% macro default__microseconds(expression) -%}
  cast(extract(epoch from {{ expression }}) * 1000000 as bigint)
{%- endmacro %}

{% macro duckdb__microseconds(expression) -%}
  epoch_us({{ expression }})
{%- endmacro %}

{% macro snowflake__microseconds(expression) -%}
  timestampdiff(microsecond, cast('1970-01-01' as timestamp), {{ expression }})
{%- endmacro %}


{# Identifies a version of a snapshot. Snowflake writes times as the session says; here as the other warehouses do. #}
{% macro snowflake__snapshot_hash_arguments(args) -%}
  {%- set parts = [] -%}
  {%- for arg in args -%}
    {%- set text = "to_char(" ~ arg ~ ", 'YYYY-MM-DD HH24:MI:SS')" if arg == config.get('updated_at') else 'cast(' ~ arg ~ ' as varchar)' -%}
    {%- do parts.append("coalesce(" ~ text ~ ", '')") -%}
  {%- endfor -%}
  md5({{ parts | join(" || '|' || ") }})
{%- endmacro %}
