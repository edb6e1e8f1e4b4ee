{% materialization table, adapter='snowflake', supported_languages=['sql'] %}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=model['alias']) -%}
  {%- set target_relation = this.incorporate(type='table', table_format=snowflake__table_format()) -%}
  {%- do snowflake__run_pre_hooks() -%}

  {%- do snowflake__build_table(target_relation, existing) -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do snowflake__run_post_hooks() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Under its own name at once; or, where its tests come first, under another one. #}
{% macro snowflake__build_table(target_relation, existing_relation) %}
  {%- set publishes = sluice_publishes() -%}
  {%- set built = make_intermediate_relation(target_relation) if publishes else target_relation -%}
  {%- if not publishes and snowflake__needs_to_drop(existing_relation, target_relation) -%}
    {%- do drop_relation_if_exists(existing_relation) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_table_as_sql(False, built, compiled_code) }}
  {%- endcall -%}
  {%- if publishes -%}
    {%- do sluice_audit(built, aside=true) -%}
    {%- for relation in sluice_put_in_place(built, target_relation, existing_relation) -%}
      {%- do adapter.drop_relation(relation) -%}
    {%- endfor -%}
  {%- endif -%}
{% endmacro %}


{# No transaction spans a materialization, so hooks for inside and outside of one run one after the other. #}
{% macro snowflake__run_pre_hooks() %}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}
{% endmacro %}

{% macro snowflake__run_post_hooks() %}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
{% endmacro %}
