{#
  Keeps every version a row ever had. The first run writes all rows as current ones; later runs collect what changed
  into a staging relation and move it into the table: old versions are closed, new ones added.
#}
{% materialization snapshot, default %}
  {%- set exists, target_relation = get_or_create_relation(
    database=model.database, schema=model.schema, identifier=model.get('alias', model.get('name')), type='table'
  ) -%}
  {%- if not target_relation.is_table -%}
    {%- do exceptions.relation_wrong_type(target_relation, 'table') -%}
  {%- endif -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set aside = not exists and sluice_stages_first_build(target_relation) -%}
  {%- set built = make_intermediate_relation(target_relation) if aside else target_relation -%}
  {%- set build_strategy = strategy_dispatch(config.get('strategy')) -%}
  {%- set strategy = build_strategy(model, 'snapshotted_data', 'source_data', model['config'], exists) -%}
  {%- if exists -%}
    {%- do adapter.assert_valid_snapshot_target_given_strategy(target_relation, snapshot_columns(), strategy) -%}
    {%- set changes_sql = snapshot_staging_table(strategy, sql, target_relation) -%}
    {%- set staging_relation = build_snapshot_staging_table(strategy, sql, target_relation) -%}
    {%- set columns = prepare_snapshot_target(staging_relation, target_relation, strategy) -%}
    {%- set final_sql = snapshot_merge_sql(target=target_relation, source=staging_relation, insert_cols=columns) -%}
  {%- else -%}
    {%- set staging_relation = none -%}
    {%- set changes_sql = build_snapshot_table(strategy, model['compiled_code']) -%}
    {%- if aside -%}
      {%- do drop_leftovers(target_relation) -%}
    {%- endif -%}
    {%- set final_sql = create_table_as(False, built, changes_sql) -%}
  {%- endif -%}
  {%- do check_time_data_types(changes_sql) -%}
  {%- if not aside -%}
    {%- do sluice_begin_publishing() -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ final_sql }}
  {%- endcall -%}
  {%- do sluice_audit(built, aside=aside) -%}
  {%- if aside -%}
    {%- do adapter.rename_relation(built, target_relation) -%}
  {%- else -%}
    {%- do sluice_end_publishing() -%}
  {%- endif -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(exists, full_refresh_mode=False)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- if not exists -%}
    {%- do create_indexes(target_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {%- if staging_relation is not none -%}
    {%- do post_snapshot(staging_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Gives the target the columns its query has gained, and answers the quoted names of all that are written. #}
{% macro prepare_snapshot_target(staging_relation, target_relation, strategy) %}
  {%- do adapter.expand_target_column_types(from_relation=staging_relation, to_relation=target_relation) -%}
  {%- set working = ['dbt_change_type', 'dbt_unique_key'] -%}
  {%- if strategy.unique_key | is_list -%}
    {%- for key in strategy.unique_key -%}
      {%- do working.append('dbt_unique_key_' ~ loop.index) -%}
    {%- endfor -%}
  {%- endif -%}
  {%- set working = working + (working | map('upper') | list) -%}
  {%- set columns = adapter.get_columns_in_relation(staging_relation) | rejectattr('name', 'in', working) | list -%}
  {%- do create_columns(target_relation, diff_columns(columns, adapter.get_columns_in_relation(target_relation))) -%}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- do names.append(adapter.quote(column.name)) -%}
  {%- endfor -%}
  {{ return(names) }}
{% endmacro %}


{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
  {%- set temp_relation = make_temp_relation(target_relation) -%}
  {%- set changes = snapshot_staging_table(strategy, sql, target_relation) -%}
  {%- call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(True, temp_relation, changes) }}
  {%- endcall -%}
  {%- do return(temp_relation) -%}
{% endmacro %}


{% macro post_snapshot(staging_relation) %}
  {{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}
{% endmacro %}

{% macro default__post_snapshot(staging_relation) %}
{% endmacro %}


{# Timestamps of two types in one column compare wrongly sooner or later: say so before it happens. #}
{% macro check_time_data_types(sql) %}
  {%- set row_type = get_updated_at_column_data_type(sql) -%}
  {%- set clock_type = get_snapshot_get_time_data_type() -%}
  {%- if row_type is not none and clock_type is not none and row_type != clock_type -%}
    {%- do exceptions.warn_snapshot_timestamp_data_types(clock_type, row_type) -%}
  {%- endif -%}
{% endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) %}
  {%- for column in get_column_schema_from_query(snapshot_sql) if column.column in ['dbt_updated_at', 'DBT_UPDATED_AT'] -%}
    {{ return(column.dtype) }}
  {%- endfor -%}
  {{ return(none) }}
{% endmacro %}
