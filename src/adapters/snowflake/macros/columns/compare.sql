{# A collation is no reason to change a type, and stays where the type changes. #}
{% macro snowflake__diff_column_data_types(source_columns, target_columns) %}
  {%- set changes = [] -%}
  {%- for column in source_columns -%}
    {%- set twin = target_columns | selectattr('name', 'equalto', column.name) | list | first -%}
    {%- if twin and column.data_type != twin.data_type and not column.can_expand_to(other_column=twin) -%}
      {%- set collation = " collate '" ~ twin.collation ~ "'" if twin.collation and column.is_string() else '' -%}
      {%- do changes.append({'column_name': twin.name, 'new_type': column.data_type ~ collation}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(changes) }}
{% endmacro %}
