{% macro snowflake__cast(field, type) %}
  {%- if type | upper in ['GEOGRAPHY', 'GEOMETRY'] -%}
    to_{{ type | lower }}({{ field }})
  {%- else -%}
    cast({{ field }} as {{ type }})
  {%- endif -%}
{% endmacro %}


{# TRY_CAST takes text alone, and knows no semi-structured or spatial type. #}
{% macro snowflake__safe_cast(field, type) %}
  {%- set kind = (type | upper).split('(')[0] | trim -%}
  {%- if kind in ['GEOGRAPHY', 'GEOMETRY'] -%}
    try_to_{{ kind | lower }}({{ field }})
  {%- elif kind == 'VARIANT' -%}
    {{ dbt.cast(field, type) }}
  {%- elif kind in ['ARRAY', 'OBJECT', 'MAP'] -%}
    cast(try_parse_json({{ field }}) as {{ type }})
  {%- else -%}
    try_cast({{ dbt.string_literal(field) if field is number else field }} as {{ type }})
  {%- endif -%}
{% endmacro %}


{% macro snowflake__equals(expr1, expr2) -%}
  {%- if adapter.behavior.enable_truthy_nulls_equals_macro.no_warn -%}
    ({{ expr1 }} is not distinct from {{ expr2 }})
  {%- else -%}
    ({{ expr1 }} = {{ expr2 }})
  {%- endif -%}
{%- endmacro %}
