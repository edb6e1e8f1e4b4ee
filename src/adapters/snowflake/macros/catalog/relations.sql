{# Rows of database, name, schema, type and table format. #}
{% macro snowflake__list_relations_without_caching(schema_relation, max_iter=10000, max_results_per_iter=10000) %}
  {%- set schema = schema_relation if schema_relation is string else schema_relation.include(identifier=False) -%}
  {%- set page_size = adapter.config.flags.get('list_relations_per_page', max_results_per_iter) -%}
  {%- set page_limit = adapter.config.flags.get('list_relations_page_limit', max_iter) -%}
  {%- set relations = [] -%}
  {%- for row in snowflake__show_all('show objects in schema ' ~ schema, page_size, page_limit) -%}
    {%- set format = 'iceberg' if row.get('is_iceberg') in ['Y', 'YES'] else 'default' -%}
    {%- do relations.append([row['database_name'], row['name'], row['schema_name'], snowflake__relation_type(row), format]) -%}
  {%- endfor -%}
  {{ return(relations) }}
{% endmacro %}

{# A dynamic table calls itself a table. #}
{% macro snowflake__relation_type(row) %}
  {%- set kind = row['kind'] | lower | replace(' ', '_') -%}
  {%- if kind in ['table', 'transient', 'temporary'] -%}
    {{ return('dynamic_table' if row.get('is_dynamic') in ['Y', 'YES'] else 'table') }}
  {%- endif -%}
  {{ return(kind) }}
{% endmacro %}


{# User-defined functions have a list of their own. #}
{% macro snowflake__list_function_relations_without_caching(schema_relation) %}
  {%- set schema = schema_relation if schema_relation is string else schema_relation.include(identifier=False) -%}
  {{ return(snowflake__show('show user functions in schema ' ~ schema)) }}
{% endmacro %}


{# SHOW's own account of one relation, empty where it does not exist. #}
{% macro snowflake__show_object_metadata(relation) %}
  {%- set found = snowflake__show_one('objects', relation) -%}
  {{ return([found] if found else []) }}
{% endmacro %}
