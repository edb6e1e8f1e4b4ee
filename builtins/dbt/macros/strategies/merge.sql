{# `predicates` is what incremental_predicates was called once. #}
{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set predicates = kwargs.get('predicates', incremental_predicates) -%}
  {{ adapter.dispatch('get_merge_sql', 'dbt')(target, source, unique_key, dest_columns, predicates) }}
{%- endmacro %}

{% macro default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set conditions = (incremental_predicates or []) + merge_key_conditions(unique_key) -%}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) | replace(', ', ',\n    ') -%}
  {{ config.get('sql_header', none) or '' }}
merge into {{ target }} as DBT_INTERNAL_DEST
using {{ source }} as DBT_INTERNAL_SOURCE
on ({{ conditions | join(') and (') }})
{% if unique_key -%}
    {%- set updates = [] -%}
    {%- for column in get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
      {%- do updates.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
    {%- endfor -%}
when matched then update set
    {{ updates | join(',\n    ') }}
  {%- endif %}
when not matched then insert (
    {{ columns }}
)
values (
    {{ merge_source_values(dest_columns | map(attribute='quoted')) }}
)
{% endmacro %}

{# Both sides have these columns: said of which one the values are. #}
{% macro merge_source_values(quoted_names) %}
  {%- set values = [] -%}
  {%- for name in quoted_names -%}
    {%- do values.append('DBT_INTERNAL_SOURCE.' ~ name) -%}
  {%- endfor -%}
  {{ return(values | join(',\n    ')) }}
{% endmacro %}


{# No key: nothing matches and every row is new. #}
{% macro merge_key_conditions(unique_key) %}
  {%- set conditions = [] -%}
  {%- if not unique_key -%}
    {%- do conditions.append('FALSE') -%}
  {%- elif unique_key is string or unique_key is mapping or unique_key is not sequence -%}
    {%- do conditions.append(get_merge_unique_key_match('DBT_INTERNAL_SOURCE.' ~ unique_key, 'DBT_INTERNAL_DEST.' ~ unique_key)) -%}
  {%- else -%}
    {%- for key in unique_key -%}
      {%- do conditions.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' = DBT_INTERNAL_DEST.' ~ key) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(conditions) }}
{% endmacro %}

{% macro get_merge_unique_key_match(source_unique_key, target_unique_key) %}
  {{ return(adapter.dispatch('get_merge_unique_key_match', 'dbt')(source_unique_key, target_unique_key)) }}
{% endmacro %}

{% macro default__get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
  {{ return(equals(source_unique_key, target_unique_key) | trim) }}
{%- endmacro %}


{# Quoted names of the columns a match updates: those asked for, all but those excluded, or all. #}
{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) %}
  {{ return(adapter.dispatch('get_merge_update_columns', 'dbt')(merge_update_columns, merge_exclude_columns, dest_columns)) }}
{% endmacro %}

{% macro default__get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) %}
  {%- if merge_update_columns and merge_exclude_columns -%}
    {%- do exceptions.raise_compiler_error('merge_update_columns and merge_exclude_columns exclude each other: keep one of the two') -%}
  {%- elif merge_update_columns -%}
    {{ return(merge_update_columns) }}
  {%- endif -%}
  {%- set kept_out = (merge_exclude_columns or []) | map('lower') | list -%}
  {%- set names = [] -%}
  {%- for column in dest_columns if column.column | lower not in kept_out -%}
    {%- do names.append(column.quoted) -%}
  {%- endfor -%}
  {{ return(names) }}
{% endmacro %}


{# Replaces the part of the target that the predicates describe, or all of it. #}
{% macro get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header=false) -%}
  {{ adapter.dispatch('get_insert_overwrite_merge_sql', 'dbt')(target, source, dest_columns, predicates, include_sql_header) }}
{%- endmacro %}

{% macro default__get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header) -%}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  {{ config.get('sql_header', none) or '' if include_sql_header }}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  on FALSE
  when not matched by source {{ 'and ' ~ (predicates | join(' and ')) if predicates }} then delete
  when not matched then insert ({{ columns }})
  values ({{ columns }})
{% endmacro %}
