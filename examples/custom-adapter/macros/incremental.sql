{% macro sqlite__get_incremental_default_sql(arg_dict) %}
  {%- do return(get_incremental_delete_insert_sql(arg_dict)) -%}
{% endmacro %}

{% macro sqlite__get_incremental_append_sql(arg_dict) %}
  {%- do return(sqlite_insert(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns'])) -%}
{% endmacro %}

{% macro sqlite__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key -%}
    {%- set keys = unique_key if unique_key is string else unique_key | join(', ') -%}
    delete from {{ target }}
    where {{ (['(' ~ keys ~ ') in (select ' ~ keys ~ ' from ' ~ source ~ ')'] + (incremental_predicates or [])) | join(' and ') }};
  {%- endif %}
  {{ sqlite_insert(target, source, dest_columns) }}
{%- endmacro %}

{# One batch of time is replaced. Times are ISO texts, which sort as they should. #}
{% macro sqlite__get_incremental_microbatch_sql(arg_dict) -%}
  {%- set event_time = config.get('event_time') -%}
  {%- set start = model.batch.event_time_start | string -%}
  {%- set end = model.batch.event_time_end | string -%}
  {%- set within = event_time ~ " >= '" ~ start[:10] ~ ' ' ~ start[11:19] ~ "' and " ~ event_time ~ " < '" ~ end[:10] ~ ' ' ~ end[11:19] ~ "'" -%}
  {%- set sql -%}
    delete from {{ arg_dict['target_relation'] }} where {{ within }};
    {{ sqlite_insert(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }}
  {%- endset -%}
  {{ return(sql) }}
{%- endmacro %}

{% macro sqlite_insert(target, source, dest_columns) -%}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  insert into {{ target }} ({{ columns }})
  select {{ columns }} from {{ source }}
{%- endmacro %}


{# Closed versions are updated before the new ones arrive, in the snapshot's one transaction. #}
{% macro sqlite__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() -%}
  update {{ target }} as target
  set {{ columns.dbt_valid_to }} = source.{{ columns.dbt_valid_to }}
  from {{ source }} as source
  where source.{{ columns.dbt_scd_id }} = target.{{ columns.dbt_scd_id }}
    and source.dbt_change_type in ('update', 'delete')
    and {{ snapshot_version_is_open('target.' ~ columns.dbt_valid_to) }};
  insert into {{ target }} ({{ insert_cols | join(', ') }})
  select {{ insert_cols | join(', ') }} from {{ source }} where dbt_change_type = 'insert'
{%- endmacro %}

{% macro sqlite__post_snapshot(staging_relation) %}
  {%- do drop_relation(staging_relation) -%}
{% endmacro %}


{% macro sqlite__load_csv_rows(model, agate_table) %}
  {{ return(adapter.load_seed(model, agate_table)) }}
{% endmacro %}
