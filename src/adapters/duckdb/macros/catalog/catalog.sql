{# Tables, views and their columns with their comments, of whole schemas or of the relations asked for. #}
{% macro duckdb__get_catalog(information_schema, schemas) -%}
  {{ return(run_query(duckdb__catalog_sql(information_schema, duckdb__get_catalog_schemas_where_clause_sql(schemas)))) }}
{%- endmacro %}

{% macro duckdb__get_catalog_relations(information_schema, relations) -%}
  {{ return(run_query(duckdb__catalog_sql(information_schema, duckdb__get_catalog_relations_where_clause_sql(relations)))) }}
{%- endmacro %}


{% macro duckdb__catalog_sql(information_schema, where_clause) -%}
  {%- set here = "upper(database_name) = upper('" ~ information_schema.database ~ "')" -%}
  with relations as (
    select database_name, schema_name, table_name, 'BASE TABLE' as table_type, comment
    from duckdb_tables() where {{ here }}
    union all
    select database_name, schema_name, view_name, 'VIEW', comment
    from duckdb_views() where {{ here }}
  )
  select
    relations.database_name as table_database,
    relations.schema_name as table_schema,
    relations.table_name as table_name,
    relations.table_type as table_type,
    relations.comment as table_comment,
    columns.column_name as column_name,
    columns.column_index as column_index,
    columns.data_type as column_type,
    columns.comment as column_comment,
    null as table_owner
  from relations
  join duckdb_columns() as columns using (database_name, schema_name, table_name)
  {{ where_clause }}
  order by table_schema, table_name, column_index
{%- endmacro %}

{% macro duckdb__get_catalog_schemas_where_clause_sql(schemas) -%}
  {%- set conditions = ['1 = 0'] -%}
  {%- for schema in schemas -%}
    {%- do conditions.append("upper(schema_name) = upper('" ~ schema ~ "')") -%}
  {%- endfor -%}
  where ({{ conditions | join(' or ') }})
{%- endmacro %}

{% macro duckdb__get_catalog_relations_where_clause_sql(relations) -%}
  {%- set conditions = ['1 = 0'] -%}
  {%- for relation in relations -%}
    {%- if not relation.schema -%}
      {%- do exceptions.raise_compiler_error('get_catalog_relations needs relations with a schema') -%}
    {%- endif -%}
    {%- set in_schema = "upper(schema_name) = upper('" ~ relation.schema ~ "')" -%}
    {%- set named = " and upper(table_name) = upper('" ~ relation.identifier ~ "')" if relation.identifier else '' -%}
    {%- do conditions.append('(' ~ in_schema ~ named ~ ')') -%}
  {%- endfor -%}
  where ({{ conditions | join(' or ') }})
{%- endmacro %}
