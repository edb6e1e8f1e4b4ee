{# A value of YAML as a literal of SQL: null, true, a number, or text with its quotes doubled. #}
{% macro sluice_literal(value) %}
  {{- return(adapter.dispatch('sluice_literal', 'sluice')(value)) -}}
{% endmacro %}

{% macro default__sluice_literal(value) %}
  {%- if value is none -%}
    {{- return('null') -}}
  {%- elif value is boolean -%}
    {{- return('true' if value else 'false') -}}
  {%- elif value is number -%}
    {{- return(value | string) -}}
  {%- else -%}
    {{- return("'" ~ (value | string | replace("'", "''")) ~ "'") -}}
  {%- endif -%}
{% endmacro %}

{# Backslashes escape there. #}
{% macro snowflake__sluice_literal(value) %}
  {{- return(sluice.default__sluice_literal(value | replace('\\', '\\\\') if value is string else value)) -}}
{% endmacro %}
