{% macro duckdb__list_relations_without_caching(schema_relation) %}
  {%- set here -%}
    lower(database_name) = '{{ schema_relation.database | lower }}' and lower(schema_name) = '{{ schema_relation.schema | lower }}'
  {%- endset -%}
  {%- set sql -%}
    select '{{ schema_relation.database }}' as database, table_name as name, schema_name as schema, 'table' as type
    from duckdb_tables() where {{ here }}
    union all
    select '{{ schema_relation.database }}', view_name, schema_name, 'view'
    from duckdb_views() where {{ here }}
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}
