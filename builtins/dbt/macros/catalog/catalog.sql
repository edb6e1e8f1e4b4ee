{#
  Rows of the catalog: table_database, table_schema, table_name, table_type, table_comment, table_owner, column_name,
  column_index, column_type, column_comment, and `stats:<id>:label|value|description|include` where there are statistics.
#}
{% macro get_catalog(information_schema, schemas) -%}
  {{ return(adapter.dispatch('get_catalog', 'dbt')(information_schema, schemas)) }}
{%- endmacro %}

{% macro default__get_catalog(information_schema, schemas) -%}
  {%- do not_for_this_adapter('get_catalog') -%}
{% endmacro %}

{% macro get_catalog_relations(information_schema, relations) -%}
  {{ return(adapter.dispatch('get_catalog_relations', 'dbt')(information_schema, relations)) }}
{%- endmacro %}

{% macro default__get_catalog_relations(information_schema, relations) -%}
  {%- do not_for_this_adapter('get_catalog_relations') -%}
{%- endmacro %}

{% macro get_catalog_for_single_relation(relation) %}
  {{ return(adapter.dispatch('get_catalog_for_single_relation', 'dbt')(relation)) }}
{% endmacro %}

{% macro default__get_catalog_for_single_relation(relation) %}
  {%- do adapter_lacks('get_catalog_for_single_relation') -%}
{% endmacro %}
