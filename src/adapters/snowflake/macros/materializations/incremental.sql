{% materialization incremental, adapter='snowflake', supported_languages=['sql'] -%}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set existing = load_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table', table_format=snowflake__table_format()) -%}
  {%- set full_refresh_mode = should_full_refresh() -%}
  {%- do snowflake__run_pre_hooks() -%}

  {%- if existing is none or full_refresh_mode or not existing.is_table -%}
    {%- do snowflake__build_table(target_relation, existing) -%}
  {%- elif existing.table_format != target_relation.table_format -%}
    {%- do exceptions.raise_compiler_error(
      existing.render() ~ ' is a table of the format ' ~ existing.table_format ~ ', its config says ' ~ target_relation.table_format
      ~ ': build it anew with --full-refresh'
    ) -%}
  {%- else -%}
    {%- do snowflake__add_to_relation(target_relation, existing) -%}
  {%- endif -%}

  {%- set revoke = should_revoke(existing is not none and existing.is_table, full_refresh_mode) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=revoke) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do snowflake__run_post_hooks() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}


{% macro snowflake__add_to_relation(target_relation, existing_relation) %}
  {%- set strategy = config.get('incremental_strategy') or 'default' -%}
  {%- set build_strategy_sql = adapter.get_incremental_strategy_macro(context, strategy) -%}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set staged_as = dbt_snowflake_get_tmp_relation_type(strategy, unique_key, model['language'] or 'sql') -%}
  {%- set staged = make_temp_relation(this).incorporate(type='view' if staged_as == 'view' else 'table', table_format='default') -%}
  {%- set temp_relation = resolve_incremental_tmp_relation(staged) -%}
  {%- call statement('stage_new_rows') -%}
    {%- if staged_as == 'view' -%}
      {{ snowflake__create_view_as_with_temp_flag(temp_relation, compiled_code, True) }}
    {%- elif staged_as == 'transient' -%}
      {{ snowflake__create_table_transient_sql(temp_relation, compiled_code) }}
    {%- else -%}
      {{ create_table_as(True, temp_relation, compiled_code) }}
    {%- endif -%}
  {%- endcall -%}
  {%- do sluice_audit_new_rows(temp_relation) -%}
  {%- do adapter.expand_target_column_types(from_relation=temp_relation, to_relation=target_relation) -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set columns = process_schema_changes(on_schema_change, temp_relation, existing_relation) -%}
  {%- set strategy_sql = build_strategy_sql({
    'target_relation': target_relation,
    'temp_relation': temp_relation,
    'unique_key': unique_key,
    'dest_columns': columns or adapter.get_columns_in_relation(existing_relation),
    'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none),
  }) -%}
  {%- do sluice_begin_publishing() -%}
  {%- call statement('main') -%}
    {{ strategy_sql }}
  {%- endcall -%}
  {%- do sluice_audit(target_relation) -%}
  {%- do sluice_end_publishing() -%}
  {%- do drop_relation_if_exists(temp_relation) -%}
{% endmacro %}


{#
  How new rows are staged. One statement reads them as well through a view, without writing them first; two statements,
  a delete and an insert, must read the same rows, which only a table promises.
#}
{% macro dbt_snowflake_get_tmp_relation_type(strategy, unique_key, language) %}
  {%- set asked = config.get('tmp_relation_type') -%}
  {%- set twice = strategy in ['delete+insert', 'microbatch'] and unique_key is not none -%}
  {%- if asked is not none and asked not in ['table', 'view', 'transient'] -%}
    {%- do exceptions.raise_compiler_error("tmp_relation_type is table, view or transient, not '" ~ asked ~ "'") -%}
  {%- elif asked == 'view' and twice -%}
    {%- do exceptions.raise_compiler_error(
      'With a unique_key the strategy ' ~ strategy ~ ' reads its new rows twice: set tmp_relation_type to table or transient, not to view'
    ) -%}
  {%- endif -%}
  {%- set by_view = strategy in ['default', 'merge', 'append', 'insert_overwrite', 'delete+insert', 'microbatch'] and not twice -%}
  {{ return(asked or ('view' if by_view else 'table')) }}
{% endmacro %}


{# To override where runs that share a schema should stage elsewhere. #}
{% macro resolve_incremental_tmp_relation(tmp_relation) %}
  {{ return(adapter.dispatch('resolve_incremental_tmp_relation', 'dbt')(tmp_relation)) }}
{% endmacro %}

{% macro snowflake__resolve_incremental_tmp_relation(tmp_relation) %}
  {{ return(tmp_relation) }}
{% endmacro %}
