{# Closes the versions named by the staging rows, and adds the new ones. #}
{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() -%}
  {%- set names = insert_cols | join(',\n    ') -%}
merge into {{ target.render() }} as DBT_INTERNAL_DEST
using {{ source }} as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
when matched
  and {{ snapshot_version_is_open('DBT_INTERNAL_DEST.' ~ columns.dbt_valid_to) }}
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
then update set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
when not matched
  and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
then insert (
    {{ names }}
)
values (
    {{ merge_source_values(insert_cols) }}
)
{% endmacro %}
