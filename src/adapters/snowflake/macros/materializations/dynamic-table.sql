{# A table that Snowflake itself keeps up to date. Built once; later runs alter what its config says otherwise. #}
{% materialization dynamic_table, adapter='snowflake' %}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='dynamic_table', table_format=snowflake__table_format()) -%}
  {%- do snowflake__run_pre_hooks() -%}
  {%- set build_sql = dynamic_table_get_build_sql(existing, target_relation) -%}
  {%- if build_sql -%}
    {%- do dynamic_table_execute_build_sql(build_sql, existing, target_relation) -%}
  {%- else -%}
    {%- do dynamic_table_execute_no_op(target_relation) -%}
  {%- endif -%}
  {%- if snowflake__dynamic_table_settings().scheduler == 'DISABLE' -%}
    {%- call statement('refresh') -%}
      {{ snowflake__refresh_dynamic_table(target_relation) }}
    {%- endcall -%}
  {%- endif -%}
  {%- do snowflake__run_post_hooks() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Empty where nothing is to be done. #}
{% macro dynamic_table_get_build_sql(existing_relation, target_relation) %}
  {%- if existing_relation is none -%}
    {{ return(get_create_sql(target_relation, sql)) }}
  {%- elif should_full_refresh() or not existing_relation.is_dynamic_table -%}
    {{ return(get_replace_sql(existing_relation, target_relation, sql)) }}
  {%- endif -%}
  {%- set changes = snowflake__get_dynamic_table_configuration_changes(existing_relation, config) -%}
  {%- if changes is none -%}
    {{ return('') }}
  {%- endif -%}
  {%- set reaction = config.get('on_configuration_change') or 'apply' -%}
  {%- set news = 'The configuration of ' ~ target_relation.render() ~ ' has changed and on_configuration_change is ' ~ reaction -%}
  {%- if reaction == 'apply' -%}
    {{ return(snowflake__get_alter_dynamic_table_as_sql(existing_relation, changes, target_relation, sql)) }}
  {%- elif reaction == 'continue' -%}
    {%- do exceptions.warn(news) -%}
    {{ return('') }}
  {%- elif reaction == 'fail' -%}
    {%- do exceptions.raise_fail_fast_error(news) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error('on_configuration_change is apply, continue or fail, not ' ~ reaction) -%}
{% endmacro %}


{% macro dynamic_table_execute_no_op(relation) %}
  {%- do store_raw_result(name='main', message='skip ' ~ relation, code='skip', rows_affected='-1') -%}
{% endmacro %}

{% macro dynamic_table_execute_build_sql(build_sql, existing_relation, target_relation) %}
  {%- call statement(name='main') -%}
    {{ build_sql }}
  {%- endcall -%}
  {%- set revoke = should_revoke(existing_relation, full_refresh_mode=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=revoke) -%}
  {%- do persist_docs(target_relation, model) -%}
{% endmacro %}
