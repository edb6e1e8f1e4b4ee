{# Closed versions are updated before the new ones arrive, in the snapshot's one transaction. #}
{% macro duckdb__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() -%}
update {{ target }} as DBT_INTERNAL_TARGET
set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
from {{ source }} as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }}::text = DBT_INTERNAL_TARGET.{{ columns.dbt_scd_id }}::text
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
  and {{ snapshot_version_is_open('DBT_INTERNAL_TARGET.' ~ columns.dbt_valid_to) }};

insert into {{ target }} (
    {{ insert_cols | join(',\n    ') }}
)
select
    {{ insert_cols | join(',\n    ') }}
from {{ source }}
where dbt_change_type = 'insert';
{% endmacro %}

{% macro duckdb__post_snapshot(temporary_relation) %}
  {%- do drop_relation(temporary_relation) -%}
{% endmacro %}
