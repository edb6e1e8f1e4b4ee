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
    coalesce(cast({{ column }} as varchar), '') {%- if not loop.last %} || '|' || {% endif -%}
    {% endfor %}
  )
{%- endmacro %}
