{# Columns of the first list whose name the second lacks, whatever their types. #}
{% macro diff_columns(source_columns, target_columns) %}
  {%- set known = target_columns | map(attribute='column') | list -%}
  {{ return(source_columns | rejectattr('name', 'in', known) | list) }}
{% endmacro %}


{# Columns both have with types that differ, unless the source's text merely fits into a wider one. #}
{% macro diff_column_data_types(source_columns, target_columns) %}
  {{ return(adapter.dispatch('diff_column_data_types', 'dbt')(source_columns, target_columns)) }}
{% endmacro %}

{% macro default__diff_column_data_types(source_columns, target_columns) %}
  {%- set changes = [] -%}
  {%- for column in source_columns -%}
    {%- set twin = target_columns | selectattr('name', 'equalto', column.name) | list | first -%}
    {%- if twin and column.expanded_data_type != twin.expanded_data_type and not column.can_expand_to(other_column=twin) -%}
      {%- do changes.append({'column_name': twin.name, 'new_type': column.expanded_data_type}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(changes) }}
{% endmacro %}
