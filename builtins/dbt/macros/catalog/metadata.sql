{# What the warehouse knows of itself. Most of these are the adapter's to write. #}
{% macro information_schema_name(database) %}
  {{ return(adapter.dispatch('information_schema_name', 'dbt')(database)) }}
{% endmacro %}

{% macro default__information_schema_name(database) -%}
  {{ database ~ '.' if database }}INFORMATION_SCHEMA
{%- endmacro %}


{% macro list_schemas(database) -%}
  {{ return(adapter.dispatch('list_schemas', 'dbt')(database)) }}
{% endmacro %}

{% macro default__list_schemas(database) -%}
  {%- set schemata = information_schema_name(database) ~ '.SCHEMATA' -%}
  {{ return(run_query('select distinct schema_name from ' ~ schemata ~ " where catalog_name ilike '" ~ database ~ "'")) }}
{% endmacro %}


{# One cell: how many schemas of that name there are. #}
{% macro check_schema_exists(information_schema, schema) -%}
  {{ return(adapter.dispatch('check_schema_exists', 'dbt')(information_schema, schema)) }}
{% endmacro %}

{% macro default__check_schema_exists(information_schema, schema) -%}
  {%- set schemata = information_schema.replace(information_schema_view='SCHEMATA') -%}
  {%- set named = "schema_name = '" ~ schema ~ "' and catalog_name = '" ~ information_schema.database ~ "'" -%}
  {{ return(run_query('select count(*) from ' ~ schemata ~ ' where ' ~ named)) }}
{% endmacro %}


{# Rows of database, name, schema, type. #}
{% macro list_relations_without_caching(schema_relation) %}
  {{ return(adapter.dispatch('list_relations_without_caching', 'dbt')(schema_relation)) }}
{% endmacro %}

{% macro default__list_relations_without_caching(schema_relation) %}
  {%- do adapter_lacks('list_relations_without_caching') -%}
{% endmacro %}

{% macro list_function_relations_without_caching(schema_relation) %}
  {{ return(adapter.dispatch('list_function_relations_without_caching', 'dbt')(schema_relation)) }}
{% endmacro %}

{% macro default__list_function_relations_without_caching(schema_relation) %}
  {%- do adapter_lacks('list_function_relations_without_caching') -%}
{% endmacro %}

{# Pairs of a relation and one it depends on, for warehouses that drop what depends on a dropped relation. #}
{% macro get_relations() %}
  {{ return(adapter.dispatch('get_relations', 'dbt')()) }}
{% endmacro %}

{% macro default__get_relations() %}
  {%- do adapter_lacks('get_relations') -%}
{% endmacro %}

{% macro get_relation_last_modified(information_schema, relations) %}
  {{ return(adapter.dispatch('get_relation_last_modified', 'dbt')(information_schema, relations)) }}
{% endmacro %}

{% macro default__get_relation_last_modified(information_schema, relations) %}
  {%- do adapter_lacks('get_relation_last_modified') -%}
{% endmacro %}

{% macro adapter_lacks(macro_name) %}
  {%- do exceptions.raise_not_implemented(macro_name ~ ' is not implemented for ' ~ adapter.type()) -%}
{% endmacro %}
