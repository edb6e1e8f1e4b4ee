{#
  Creates, replaces, alters or refreshes, whichever the existing relation and its configuration call for. The SQL of
  each is the adapter's.
#}
{% materialization materialized_view, default %}
  {%- set target_relation = this.incorporate(type='materialized_view') -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set aside = make_backup_relation(target_relation, (existing or target_relation).type) -%}
  {%- do materialized_view_setup(aside, staged, pre_hooks) -%}
  {%- if sluice_publishes() and not materialized_view_stays(existing) -%}
    {%- do run_hooks(pre_hooks, inside_transaction=True) -%}
    {%- do sluice_rebuild_materialized_view(target_relation, existing, staged) -%}
    {%- do materialized_view_finish(existing, target_relation, post_hooks) -%}
  {%- else -%}
    {%- set build_sql = materialized_view_get_build_sql(existing, target_relation, aside, staged) -%}
    {%- if build_sql -%}
      {%- do materialized_view_execute_build_sql(build_sql, existing, target_relation, post_hooks) -%}
    {%- else -%}
      {%- do materialized_view_execute_no_op(target_relation) -%}
    {%- endif -%}
  {%- endif -%}
  {%- do materialized_view_teardown(aside, staged, post_hooks) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro materialized_view_setup(backup_relation, intermediate_relation, pre_hooks) %}
  {%- do drop_relation_if_exists(load_cached_relation(backup_relation)) -%}
  {%- do drop_relation_if_exists(load_cached_relation(intermediate_relation)) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
{% endmacro %}

{% macro materialized_view_teardown(backup_relation, intermediate_relation, post_hooks) %}
  {%- do drop_relation_if_exists(backup_relation) -%}
  {%- do drop_relation_if_exists(intermediate_relation) -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
{% endmacro %}


{# Empty where nothing is to be done. #}
{% macro materialized_view_get_build_sql(existing_relation, target_relation, backup_relation, intermediate_relation) %}
  {%- if existing_relation is none -%}
    {%- do return(get_create_materialized_view_as_sql(target_relation, sql)) -%}
  {%- elif should_full_refresh() or not existing_relation.is_materialized_view -%}
    {%- do return(get_replace_sql(existing_relation, target_relation, sql)) -%}
  {%- endif -%}
  {%- set changes = get_materialized_view_configuration_changes(existing_relation, config) -%}
  {%- if changes is none -%}
    {%- do return(refresh_materialized_view(target_relation)) -%}
  {%- endif -%}
  {%- set reaction = config.get('on_configuration_change') -%}
  {%- set setting = '`on_configuration_change` was set to `' ~ reaction ~ '`' -%}
  {%- set news = 'Configuration changes were identified and ' ~ setting ~ ' for `' ~ target_relation.render() ~ '`' -%}
  {%- if reaction == 'apply' -%}
    {%- do return(get_alter_materialized_view_as_sql(
      target_relation, changes, sql, existing_relation, backup_relation, intermediate_relation
    )) -%}
  {%- elif reaction == 'continue' -%}
    {%- do exceptions.warn(news) -%}
    {%- do return('') -%}
  {%- elif reaction == 'fail' -%}
    {%- do exceptions.raise_fail_fast_error(news) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error('on_configuration_change is apply, continue or fail, not ' ~ reaction) -%}
{% endmacro %}


{# The config has changed, and is to change nothing. #}
{% macro materialized_view_stays(existing_relation) %}
  {%- if existing_relation is none or not existing_relation.is_materialized_view or should_full_refresh() -%}
    {{ return(false) }}
  {%- elif config.get('on_configuration_change') == 'apply' -%}
    {{ return(false) }}
  {%- endif -%}
  {{ return(get_materialized_view_configuration_changes(existing_relation, config) is not none) }}
{% endmacro %}


{% macro materialized_view_execute_no_op(target_relation) %}
  {%- do sluice_audit(target_relation, aside=true) -%}
  {%- do store_raw_result(name='main', message='skip ' ~ target_relation, code='skip', rows_affected='-1') -%}
{% endmacro %}

{% macro materialized_view_execute_build_sql(build_sql, existing_relation, target_relation, post_hooks) %}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}
  {%- call statement(name='main') -%}
    {{ build_sql }}
  {%- endcall -%}
  {%- do materialized_view_finish(existing_relation, target_relation, post_hooks) -%}
{% endmacro %}


{% macro materialized_view_finish(existing_relation, target_relation, post_hooks) %}
  {%- set revoke = should_revoke(existing_relation, full_refresh_mode=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=revoke) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
{% endmacro %}
