{# A whole number that differs when any of the columns does; summed over rows it does not depend on their order. #}
{% macro row_checksum(columns) -%}
  {{ adapter.dispatch('row_checksum')(columns) }}
{%- endmacro %}

{% macro default__row_checksum(columns) -%}
  {{ exceptions.raise_compiler_error('row_checksum has no form for ' ~ target.type ~ ' yet') }}
{%- endmacro %}

{% macro duckdb__row_checksum(columns) -%}
cast('0x' || substr({{ row_digest(columns) }}, 1, 12) as bigint)
{%- endmacro %}

{% macro postgres__row_checksum(columns) -%}
cast(cast('x' || substr({{ row_digest(columns) }}, 1, 12) as bit(48)) as bigint)
{%- endmacro %}

{% macro snowflake__row_checksum(columns) -%}
to_number(substr({{ row_digest(columns) }}, 1, 12), 'XXXXXXXXXXXX')
{%- endmacro %}

{% macro row_digest(columns) -%}
md5(
{%- for column in columns %}
    coalesce(cast({{ column }} as varchar), '') {%- if not loop.last %} || '|' || {%- endif -%}
{%- endfor %}
)
{%- endmacro %}


{# A moment as text, the same on every warehouse and in every session. #}
{% macro moment_text(expression) -%}
  {{ adapter.dispatch('moment_text')(expression) }}
{%- endmacro %}

{% macro default__moment_text(expression) -%}
  to_char({{ expression }}, 'YYYY-MM-DD HH24:MI:SS.US')
{%- endmacro %}

{% macro duckdb__moment_text(expression) -%}
  strftime({{ expression }}, '%Y-%m-%d %H:%M:%S.%f')
{%- endmacro %}

{% macro snowflake__moment_text(expression) -%}
  to_char({{ expression }}, 'YYYY-MM-DD HH24:MI:SS.FF6')
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
