{% macro get_create_view_as_sql(relation, sql) -%}
  {{ adapter.dispatch('get_create_view_as_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_create_view_as_sql(relation, sql) -%}
  {{ return(create_view_as(relation, sql)) }}
{% endmacro %}


{% macro create_view_as(relation, sql) -%}
  {{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
  {{ config.get('sql_header', none) or '' }}
create view {{ relation.render() }}
  {%- if config.get('contract').enforced -%}
    {{ get_assert_columns_equivalent(sql) | trim }}
  {%- endif %} as (
{{ sql }}
);
{%- endmacro %}


{# The view materialization of warehouses whose `create or replace view` is atomic. #}
{% macro create_or_replace_view() %}
  {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=model['alias']) -%}
  {%- set target_relation = api.Relation.create(database=database, schema=schema, identifier=model['alias'], type='view') -%}
  {%- do run_hooks(pre_hooks) -%}
  {%- if existing is not none and existing.is_table -%}
    {%- do handle_existing_table(should_full_refresh(), existing) -%}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_view_as_sql(target_relation, sql) }}
  {%- endcall -%}
  {%- set replaced = existing is not none and existing.is_view -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(replaced, full_refresh_mode=True)) -%}
  {%- do run_hooks(post_hooks) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmacro %}


{% macro handle_existing_table(full_refresh, old_relation) %}
  {{ adapter.dispatch('handle_existing_table', 'dbt')(full_refresh, old_relation) }}
{% endmacro %}

{% macro default__handle_existing_table(full_refresh, old_relation) %}
  {%- do log('Drop ' ~ old_relation.render() ~ ': a ' ~ old_relation.type ~ ' stands where a view goes') -%}
  {%- do adapter.drop_relation(old_relation) -%}
{% endmacro %}
