{# A temporary table of the session: no schema, and a name no other build of the session has. #}
{% macro duckdb__make_temp_relation(base_relation, suffix) %}
  {%- set path = {'identifier': base_relation.identifier ~ suffix ~ py_current_timestring(), 'schema': none, 'database': none} -%}
  {{ return(base_relation.incorporate(path=path)) }}
{% endmacro %}
