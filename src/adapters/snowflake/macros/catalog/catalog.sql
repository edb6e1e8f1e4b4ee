{# Tables, views and their columns with comments and with what Snowflake knows of their size and age. #}
{% macro snowflake__get_catalog(information_schema, schemas) -%}
  {{ return(run_query(snowflake__catalog_sql(information_schema, snowflake__get_catalog_schemas_where_clause_sql(schemas)))) }}
{%- endmacro %}

{% macro snowflake__get_catalog_relations(information_schema, relations) -%}
  {{ return(run_query(snowflake__catalog_sql(information_schema, snowflake__get_catalog_relations_where_clause_sql(relations)))) }}
{%- endmacro %}


{% macro snowflake__catalog_sql(information_schema, where_clause) -%}
  with tables as (
    {{ snowflake__get_catalog_tables_sql(information_schema) }}
    {{ where_clause }}
  ),
  columns as (
    {{ snowflake__get_catalog_columns_sql(information_schema) }}
    {{ where_clause }}
  )
  {{ snowflake__get_catalog_results_sql() }}
{%- endmacro %}


{# The owner is a role. #}
{% macro snowflake__get_catalog_tables_sql(information_schema) -%}
  select
      table_catalog as "table_database",
      table_schema as "table_schema",
      table_name as "table_name",
      case when table_type = 'BASE TABLE' and is_dynamic = 'YES' then 'DYNAMIC TABLE' else table_type end as "table_type",
      comment as "table_comment",
      table_owner as "table_owner",
      {{ snowflake__catalog_statistic('clustering_key', 'Clustering Key', 'What the rows are kept together by', 'clustering_key') }},
      {{ snowflake__catalog_statistic('row_count', 'Row Count', 'Rows, as Snowflake counts them', 'row_count') }},
      {{ snowflake__catalog_statistic('bytes', 'Approximate Size', 'Size of what is stored, as Snowflake tells it', 'bytes') }},
      {{ snowflake__catalog_statistic(
        'last_modified',
        'Last Modified',
        'When the rows or the definition changed last',
        "to_varchar(convert_timezone('UTC', last_altered), 'yyyy-mm-dd HH24:MI') || 'UTC'",
        "last_altered is not null and table_type = 'BASE TABLE'"
      ) }}
    from {{ information_schema }}.tables
{%- endmacro %}

{% macro snowflake__catalog_statistic(id, label, description, value, included=none) -%}
  {%- set name = 'stats:' ~ id ~ ':' -%}
  '{{ label }}' as "{{ name }}label",
      {{ value }} as "{{ name }}value",
      '{{ description }}' as "{{ name }}description",
      ({{ included or value ~ ' is not null' }}) as "{{ name }}include"
{%- endmacro %}

{% macro snowflake__get_catalog_columns_sql(information_schema) -%}
  select
      table_catalog as "table_database",
      table_schema as "table_schema",
      table_name as "table_name",
      column_name as "column_name",
      ordinal_position as "column_index",
      data_type as "column_type",
      comment as "column_comment"
    from {{ information_schema }}.columns
{%- endmacro %}

{% macro snowflake__get_catalog_results_sql() -%}
  select *
  from tables
  join columns using ("table_database", "table_schema", "table_name")
  order by "table_schema", "table_name", "column_index"
{%- endmacro %}


{# ILIKE is what Snowflake looks up its catalog by; but it takes `_` for any character, so the names are compared too. #}
{% macro snowflake__catalog_equals(field, value) -%}
  {{ field }} ilike {{ snowflake__text_literal(value) }} and upper({{ field }}) = upper({{ snowflake__text_literal(value) }})
{%- endmacro %}

{% macro snowflake__get_catalog_schemas_where_clause_sql(schemas) -%}
  {%- set conditions = [] -%}
  {%- for schema in schemas -%}
    {%- do conditions.append('(' ~ snowflake__catalog_equals('table_schema', schema) ~ ')') -%}
  {%- endfor -%}
  where ({{ conditions | join(' or ') or 'false' }})
{%- endmacro %}

{% macro snowflake__get_catalog_relations_where_clause_sql(relations) -%}
  {%- set conditions = [] -%}
  {%- for relation in relations -%}
    {%- if not relation.schema -%}
      {%- do exceptions.raise_compiler_error('get_catalog_relations needs relations with a schema') -%}
    {%- endif -%}
    {%- set parts = [snowflake__catalog_equals('table_schema', relation.schema)] -%}
    {%- if relation.identifier -%}
      {%- do parts.append(snowflake__catalog_equals('table_name', relation.identifier)) -%}
    {%- endif -%}
    {%- do conditions.append('(' ~ (parts | join(' and ')) ~ ')') -%}
  {%- endfor -%}
  where ({{ conditions | join(' or ') or 'false' }})
{%- endmacro %}
