{# All rows of the query as open versions. #}
{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) %}
  {%- set columns = snapshot_columns() -%}
  {%- set added = [
    strategy.scd_id ~ ' as ' ~ columns.dbt_scd_id,
    strategy.updated_at ~ ' as ' ~ columns.dbt_updated_at,
    strategy.updated_at ~ ' as ' ~ columns.dbt_valid_from,
    get_dbt_valid_to_current(strategy, columns) | trim,
  ] -%}
  {%- if strategy.hard_deletes == 'new_record' -%}
    {%- do added.append("'False' as " ~ columns.dbt_is_deleted) -%}
  {%- endif -%}
select
    *,
    {{ added | join(',\n    ') }}
from (
{{ sql }}
) sbq
{%- endmacro %}


{#
  What changed since the last run, each row with what to do with it: `insert` a version, or close one because of an
  `update` or a `delete`. Rows come out with the same columns in the same order from every branch.
#}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}
{%- endmacro %}

{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set columns = snapshot_columns() -%}
  {%- set keys = unique_key_fields(strategy.unique_key) | trim -%}
  {%- set same_key = unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') | trim -%}
  {%- set new_record = strategy.hard_deletes == 'new_record' -%}
  {%- set deletes = new_record or strategy.hard_deletes == 'invalidate' -%}
  {%- set was_deleted = 'snapshotted_data.' ~ columns.dbt_is_deleted ~ " = 'True'" -%}
  {%- set changed = strategy.row_changed ~ (' or ' ~ was_deleted if new_record else '') -%}
with snapshot_query as (
  {{ source_sql }}
),
snapshotted_data as (
  select *, {{ keys }}
  from {{ target_relation }}
  where {{ snapshot_version_is_open(columns.dbt_valid_to) }}
),
new_versions as (
  select
    *,
    {{ keys }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, columns) | trim }},
    {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
  from snapshot_query
),
closing_versions as (
  select
    *,
    {{ keys }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_to }}
  from snapshot_query
),
insertions as (
  select 'insert' as dbt_change_type, source_data.* {{- ", 'False' as " ~ columns.dbt_is_deleted if new_record }}
  from new_versions as source_data
  left outer join snapshotted_data on {{ same_key }}
  where {{ unique_key_is_null(strategy.unique_key, 'snapshotted_data') }}
    or ({{ unique_key_is_not_null(strategy.unique_key, 'snapshotted_data') }} and ({{ changed }}))
),
updates as (
  select 'update' as dbt_change_type, source_data.*, {{ snapshot_old_identity(columns, new_record) }}
  from closing_versions as source_data
  join snapshotted_data on {{ same_key }}
  where ({{ changed }})
)
  {%- if deletes %},
{{ snapshot_delete_ctes(strategy, source_sql, target_relation, columns, keys, same_key) | trim }}
  {%- endif %}

select * from insertions
union all
select * from updates
  {%- if deletes %}
union all
select * from deletes
  {%- endif %}
  {%- if new_record %}
union all
select * from deletion_records
  {%- endif %}
{%- endmacro %}


{% macro snapshot_old_identity(columns, new_record) %}
  {{- 'snapshotted_data.' ~ columns.dbt_scd_id ~ (', snapshotted_data.' ~ columns.dbt_is_deleted if new_record else '') -}}
{% endmacro %}


{# Rows that left the source: their version is closed, and under new_record a version that says so follows, once. #}
{% macro snapshot_delete_ctes(strategy, source_sql, target_relation, columns, keys, same_key) %}
  {%- set new_record = strategy.hard_deletes == 'new_record' -%}
  {%- set now = snapshot_get_time() | trim -%}
  {%- set gone -%}
  from snapshotted_data
  left join deletes_source_data as source_data on {{ same_key }}
  where {{ unique_key_is_null(strategy.unique_key, 'source_data') }}
    {%- if new_record %}
    and not (snapshotted_data.{{ columns.dbt_is_deleted }} = 'True' and {{ snapshot_delete_is_known('snapshotted_data.' ~ columns.dbt_valid_to) }})
    {%- endif -%}
  {%- endset -%}
deletes_source_data as (
  select *, {{ keys }}
  from snapshot_query
),
deletes as (
  select
    'delete' as dbt_change_type,
    source_data.*,
    {{ now }} as {{ columns.dbt_updated_at }},
    {{ now }} as {{ columns.dbt_valid_from }},
    {{ now }} as {{ columns.dbt_valid_to }},
    {{ snapshot_old_identity(columns, new_record) }}
  {{ gone }}
)
  {%- if new_record %},
deletion_records as (
  select
    'insert' as dbt_change_type,
    {{ snapshot_last_values(strategy.unique_key, source_sql, target_relation) }},
    {{ now }} as {{ columns.dbt_updated_at }},
    {{ now }} as {{ columns.dbt_valid_from }},
    snapshotted_data.{{ columns.dbt_valid_to }} as {{ columns.dbt_valid_to }},
    {{ snapshot_hash_arguments([columns.dbt_scd_id, now]) }} as {{ columns.dbt_scd_id }},
    'True' as {{ columns.dbt_is_deleted }}
  {{ gone }}
)
  {%- endif -%}
{% endmacro %}

{% macro snapshot_delete_is_known(valid_to) %}
  {%- set end = config.get('dbt_valid_to_current') -%}
  {{ return(valid_to ~ (' = ' ~ end if end else ' is null')) }}
{% endmacro %}

{# The row as it was when last seen; columns it did not have yet are null. #}
{% macro snapshot_last_values(unique_key, source_sql, target_relation) %}
  {%- set kept = get_list_of_column_names(get_columns_in_relation(target_relation)) -%}
  {%- set values = [] -%}
  {%- for name in get_columns_in_query(source_sql) -%}
    {%- do values.append(('snapshotted_data.' if name in kept else 'source_data.') ~ adapter.quote(name)) -%}
  {%- endfor -%}
  {%- if unique_key | is_list -%}
    {%- for key in unique_key -%}
      {%- do values.append('snapshotted_data.' ~ key ~ ' as dbt_unique_key_' ~ loop.index) -%}
    {%- endfor -%}
  {%- else -%}
    {%- do values.append('snapshotted_data.dbt_unique_key as dbt_unique_key') -%}
  {%- endif -%}
  {{ return(values | join(', ')) }}
{% endmacro %}
