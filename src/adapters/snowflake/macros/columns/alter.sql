{# `alter …` of a relation: Iceberg tables and dynamic tables have words of their own. #}
{% macro snowflake__alter(relation) -%}
  alter {{ 'dynamic ' if relation.is_dynamic_table else 'iceberg ' if relation.is_iceberg_format -}}
  {{ 'view' if relation.is_view else 'table' }} {{ relation.render() }}
{%- endmacro %}


{# Strings grow and numbers gain digits in place; anything else Snowflake refuses. #}
{% macro snowflake__alter_column_type(relation, column_name, new_column_type) -%}
  {%- call statement('alter_column_type') -%}
    {{ snowflake__alter(relation) }} alter column {{ adapter.quote(column_name) }} set data type {{ new_column_type }}
  {%- endcall -%}
{% endmacro %}


{# Adding and dropping are two statements. #}
{% macro snowflake__alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
  {%- set added = [] -%}
  {%- for column in add_columns or [] -%}
    {%- do added.append(adapter.quote(column.name) ~ ' ' ~ snowflake__get_column_data_type_for_alter(relation, column)) -%}
  {%- endfor -%}
  {%- if added -%}
    {%- do run_query(snowflake__alter(relation) ~ ' add column ' ~ (added | join(', '))) -%}
  {%- endif -%}
  {%- if remove_columns -%}
    {%- do run_query(snowflake__alter(relation) ~ ' drop column ' ~ get_quoted_csv(remove_columns | map(attribute='name'))) -%}
  {%- endif -%}
{% endmacro %}

{% macro snowflake__create_columns(relation, columns) %}
  {%- do snowflake__alter_relation_add_remove_columns(relation, columns, none) -%}
{% endmacro %}

{# Iceberg strings have no length of ours. #}
{% macro snowflake__get_column_data_type_for_alter(relation, column) %}
  {{ return('string' if relation.is_iceberg_format and column.is_string() else column.expanded_data_type) }}
{% endmacro %}
