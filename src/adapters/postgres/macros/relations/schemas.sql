{# A connection sees one database: naming another is told before anything is sent. #}
{% macro postgres__create_schema(relation) -%}
  {{ postgres__verify(relation.database) }}
  {%- call statement('create_schema') -%}
    create schema if not exists {{ relation.without_identifier().include(database=False) }}
  {%- endcall -%}
{% endmacro %}

{% macro postgres__drop_schema(relation) -%}
  {{ postgres__verify(relation.database) }}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier().include(database=False) }} cascade
  {%- endcall -%}
{% endmacro %}


{% macro postgres__list_schemas(database) %}
  {{ postgres__verify(database) }}
  {{ return(run_query('select distinct nspname from pg_catalog.pg_namespace')) }}
{% endmacro %}

{% macro postgres__check_schema_exists(information_schema, schema) -%}
  {{ postgres__verify(information_schema.database) }}
  {{ return(run_query('select count(*) from pg_catalog.pg_namespace where nspname = ' ~ postgres_text(schema))) }}
{% endmacro %}

{% macro postgres__information_schema_name(database) -%}
  {{ postgres__verify(database) -}}
  information_schema
{%- endmacro %}


{% macro postgres__verify(database) -%}
  {{ adapter.verify_database(database) if database }}
{%- endmacro %}
