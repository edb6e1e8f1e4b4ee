{#
  Builds the table once, later adds to it: new rows go into a temporary relation, the strategy's SQL moves them into
  the target. From the temporary relation to the last hook it is one transaction where the warehouse allows it.
#}
{% materialization incremental, default, supported_languages=['sql', 'python'] %}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set full_refresh_mode = should_full_refresh() or existing is none or not existing.is_table -%}
  {#- A strategy that does not exist is told of on the first build, which does not need it, too. -#}
  {%- do adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {%- do drop_leftovers(target_relation) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- if full_refresh_mode -%}
    {%- set to_drop = rebuild_relation(target_relation, existing) -%}
    {%- do create_indexes(target_relation) -%}
  {%- else -%}
    {%- set to_drop = [] -%}
    {%- do add_to_relation(target_relation, existing) -%}
  {%- endif -%}

  {%- set revoke = should_revoke(existing, full_refresh_mode) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=revoke) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {%- for relation in to_drop -%}
    {%- do adapter.drop_relation(relation) -%}
  {%- endfor -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro add_to_relation(target_relation, existing_relation) %}
  {%- set language = model['language'] or 'sql' -%}
  {%- set build_strategy_sql = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {%- set temp_relation = make_temp_relation(target_relation) -%}
  {%- call statement('stage_new_rows', language=language) -%}
    {%- if language == 'sql' -%}
      {{ get_create_table_as_sql(True, temp_relation, sql) }}
    {%- else -%}
      {{ create_table_as(True, temp_relation, compiled_code, language) }}
    {%- endif -%}
  {%- endcall -%}
  {%- do sluice_quarantine_new_rows(temp_relation, target_relation) -%}
  {%- do sluice_audit_new_rows(temp_relation) -%}
  {%- if not config.get('contract').enforced -%}
    {%- do adapter.expand_target_column_types(from_relation=temp_relation, to_relation=target_relation) -%}
  {%- endif -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set columns = process_schema_changes(on_schema_change, temp_relation, existing_relation) -%}
  {%- set strategy_sql = build_strategy_sql({
    'target_relation': target_relation,
    'temp_relation': temp_relation,
    'unique_key': config.get('unique_key'),
    'dest_columns': columns or adapter.get_columns_in_relation(existing_relation),
    'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none),
  }) -%}
  {%- call statement('main') -%}
    {{ strategy_sql }}
  {%- endcall -%}
  {%- do sluice_quarantine_return_rows(target_relation) -%}
  {%- do sluice_audit(target_relation) -%}
  {%- do drop_temp_relation(temp_relation) -%}
{% endmacro %}


{# A session lives as long as a run: what it no longer needs is given back. #}
{% macro drop_temp_relation(temp_relation) %}
  {{ return(adapter.dispatch('drop_temp_relation', 'dbt')(temp_relation)) }}
{% endmacro %}

{% macro default__drop_temp_relation(temp_relation) %}
  {%- do drop_relation(temp_relation) -%}
{% endmacro %}
