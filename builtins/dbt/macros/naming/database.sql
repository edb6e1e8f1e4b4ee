{% macro generate_database_name(custom_database_name=none, node=none) -%}
  {%- do return(adapter.dispatch('generate_database_name', 'dbt')(custom_database_name, node)) -%}
{%- endmacro %}

{# A catalog of catalogs.yml knows its database better than the profile does. #}
{% macro default__generate_database_name(custom_database_name=none, node=none) -%}
  {%- if node is not none and node.database -%}
    {%- set catalog = adapter.build_catalog_relation(node) -%}
    {%- if catalog and catalog.catalog_database -%}{%- do return(catalog.catalog_database) -%}{%- endif -%}
  {%- endif -%}
  {{ target.database if custom_database_name is none else custom_database_name }}
{%- endmacro %}
