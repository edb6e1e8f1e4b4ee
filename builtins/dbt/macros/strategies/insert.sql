{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) %}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) | replace(', ', ',\n    ') %}
insert into {{ target_relation }} (
    {{ columns }}
)
select
    {{ columns }}
from {{ temp_relation }}
{%- endmacro %}


{# Old rows that share a key with a new one go first. #}
{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {{ adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}

{% macro default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key -%}
    {%- set keys = unique_key if unique_key is string else unique_key | join(', ') -%}
    {%- set conditions = ['(' ~ keys ~ ') in (select distinct ' ~ keys ~ ' from ' ~ source ~ ' as DBT_INTERNAL_SOURCE)'] -%}
delete from {{ target }} as DBT_INTERNAL_DEST
where {{ (conditions + (incremental_predicates or [])) | join('\n    and ') }};

{% endif -%}
{{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}
