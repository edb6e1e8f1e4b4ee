{# Between dollar signs, so that a description may hold anything but the mark itself. #}
{% macro postgres_escape_comment(comment) -%}
  {%- set mark = '$dbt_comment_literal_block$' -%}
  {%- if comment is not string -%}
    {%- do exceptions.raise_compiler_error('A comment is text, not ' ~ comment) -%}
  {%- elif mark in comment -%}
    {%- do exceptions.raise_compiler_error('The string ' ~ mark ~ ' is not allowed in comments.') -%}
  {%- endif -%}
  {{ mark ~ comment ~ mark }}
{%- endmacro %}

{% macro postgres__alter_relation_comment(relation, comment) %}
  {%- set kinds = {'materialized_view': 'materialized view', 'external': 'foreign table'} -%}
  comment on {{ kinds.get(relation.type, relation.type) }} {{ relation }} is {{ postgres_escape_comment(comment) }};
{% endmacro %}

{% macro postgres__alter_column_comment(relation, column_dict) %}
  {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
  {%- for name, column in column_dict.items() if name in existing or name | lower in existing %}
  comment on column {{ relation }}.{{ adapter.quote(name) if column['quote'] else name }} is {{ postgres_escape_comment(column['description']) }};
  {%- endfor -%}
{% endmacro %}
