{# DESCRIBE tells of views and dynamic tables too, and needs no running warehouse. #}
{% macro snowflake__get_columns_in_relation(relation) -%}
  {%- set described = snowflake__show('describe table ' ~ relation.render()) -%}
  {%- set columns = [] -%}
  {%- for row in described -%}
    {%- do columns.append(api.Column.from_description(row['name'], row['type'])) -%}
  {%- endfor -%}
  {{ return(columns) }}
{% endmacro %}
