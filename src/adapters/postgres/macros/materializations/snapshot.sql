{# Closed versions are updated before the new ones arrive, in the snapshot's one transaction. #}
{% macro postgres__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() -%}
update {{ target }} as DBT_INTERNAL_TARGET
set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
from {{ source }} as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }}::text = DBT_INTERNAL_TARGET.{{ columns.dbt_scd_id }}::text
  and DBT_INTERNAL_SOURCE.dbt_change_type::text in ('update', 'delete')
  and {{ snapshot_version_is_open('DBT_INTERNAL_TARGET.' ~ columns.dbt_valid_to) }};

insert into {{ target }} (
    {{ insert_cols | join(',\n    ') }}
)
select
    {{ insert_cols | join(',\n    ') }}
from {{ source }} as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.dbt_change_type::text = 'insert';
{% endmacro %}

{# The session outlives the snapshot, and with it the temporary table. #}
{% macro postgres__post_snapshot(staging_relation) %}
  {%- do drop_relation(staging_relation) -%}
{% endmacro %}
