{# Attached SQLite and MySQL databases have no schemas to create. #}
{% macro duckdb__create_schema(relation) -%}
  {%- set foreign -%}
    select type from duckdb_databases()
    where lower(database_name) = '{{ relation.database | lower }}' and type != 'duckdb'
  {%- endset -%}
  {%- set found = run_query(foreign) -%}
  {%- set engine = found.columns[0].values()[0] if found | length > 0 else 'duckdb' -%}
  {%- if engine == 'sqlite' and relation.schema != 'main' -%}
    {%- do exceptions.raise_compiler_error("A SQLite database has the schema main only, not '" ~ relation.schema ~ "'") -%}
  {%- elif engine not in ['sqlite', 'mysql'] -%}
    {#- In no transaction, where a race that several lanes run for one schema is lost without harm. -#}
    {%- call statement('create_schema', auto_begin=False) -%}
      create schema if not exists {{ relation.without_identifier() }}
    {%- endcall -%}
  {%- endif -%}
{% endmacro %}

{% macro duckdb__drop_schema(relation) -%}
  {%- do default__drop_schema(relation) -%}
{% endmacro %}


{# `system.` reaches every attached database. #}
{% macro duckdb__list_schemas(database) -%}
  {%- set sql -%}
    select schema_name
    from system.information_schema.schemata
    {{ "where lower(catalog_name) = '" ~ (database | lower) ~ "'" if database is not none }}
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
  {%- set sql -%}
    select count(*)
    from system.information_schema.schemata
    where lower(catalog_name) = '{{ information_schema.database | lower }}' and lower(schema_name) = '{{ schema | lower }}'
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}
