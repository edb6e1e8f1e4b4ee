{# Column comments are in the view's own statement: no ALTER sets them later. #}
{% materialization view, adapter='snowflake' -%}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=model['alias']) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- do snowflake__run_pre_hooks() -%}

  {%- if sluice_publishes() -%}
    {%- set candidate = make_intermediate_relation(target_relation) -%}
    {%- call statement('candidate') -%}
      {{ get_create_view_as_sql(candidate, sql) }}
    {%- endcall -%}
    {%- do sluice_audit(candidate, aside=true) -%}
    {%- do adapter.drop_relation(candidate) -%}
  {%- endif -%}
  {%- if existing is not none and not existing.is_view -%}
    {%- do handle_existing_table(should_full_refresh(), existing) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_view_as_sql(target_relation, sql) }}
  {%- endcall -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model, for_columns=false) -%}
  {%- do snowflake__run_post_hooks() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}
