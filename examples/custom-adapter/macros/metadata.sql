{# Schemas are files, which the adapter makes and attaches. #}
{% macro sqlite__create_schema(relation) -%}
  {%- do adapter.create_schema_file(relation.schema) -%}
{%- endmacro %}

{% macro sqlite__drop_schema(relation) -%}
  {%- do adapter.drop_schema_file(relation.schema) -%}
{%- endmacro %}

{% macro sqlite__list_schemas(database) -%}
  {%- set rows = [] -%}
  {%- for name in adapter.schema_names() -%}
    {%- do rows.append([name]) -%}
  {%- endfor -%}
  {{ return(rows) }}
{%- endmacro %}

{% macro sqlite__check_schema_exists(information_schema, schema) -%}
  {{ return([[1 if adapter.has_schema(schema) else 0]]) }}
{%- endmacro %}


{% macro sqlite__list_relations_without_caching(schema_relation) %}
  {%- if not adapter.has_schema(schema_relation.schema) -%}
    {{ return([]) }}
  {%- endif -%}
  {{ return(run_query(
    "select '" ~ schema_relation.database ~ "', name, '" ~ schema_relation.schema ~ "', type from "
    ~ adapter.quote(schema_relation.schema) ~ ".sqlite_master where type in ('table', 'view') and substr(name, 1, 7) <> 'sqlite_'"
  )) }}
{% endmacro %}


{# A column of an expression has no type: `untyped`, which casts leave alone. #}
{% macro sqlite__get_columns_in_relation(relation) -%}
  {%- set table -%}
    select name, coalesce(nullif(lower(type), ''), 'untyped'), null, null, null
    from pragma_table_info({{ sqlite_text(relation.identifier) }}, {{ sqlite_text(relation.schema) }})
  {%- endset -%}
  {{ return(sql_convert_columns_in_relation(run_query(table))) }}
{%- endmacro %}

{% macro sqlite__alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
  {%- for column in add_columns or [] -%}
    {%- do run_query('alter table ' ~ relation ~ ' add column ' ~ column.quoted ~ ' ' ~ column.data_type | replace('untyped', '')) -%}
  {%- endfor -%}
  {%- for column in remove_columns or [] -%}
    {%- do run_query('alter table ' ~ relation ~ ' drop column ' ~ column.quoted) -%}
  {%- endfor -%}
{% endmacro %}

{% macro sqlite__create_columns(relation, columns) %}
  {%- do sqlite__alter_relation_add_remove_columns(relation, columns, none) -%}
{% endmacro %}

{# Every value has a type of its own: there is nothing to alter. #}
{% macro sqlite__alter_column_type(relation, column_name, new_column_type) %}
{% endmacro %}


{% macro sqlite__get_catalog(information_schema, schemas) -%}
  {{ return(run_query(sqlite_catalog(information_schema.database, schemas, none))) }}
{%- endmacro %}

{% macro sqlite__get_catalog_relations(information_schema, relations) -%}
  {%- set schemas = relations | map(attribute='schema') | unique | list -%}
  {{ return(run_query(sqlite_catalog(information_schema.database, schemas, relations | map(attribute='identifier') | list))) }}
{%- endmacro %}

{% macro sqlite_catalog(database, schemas, names) -%}
  {%- for schema in schemas if adapter.has_schema(schema) %}
  {{ 'union all' if not loop.first }}
  select
    {{ sqlite_text(database) }} as table_database,
    {{ sqlite_text(schema) }} as table_schema,
    relations.name as table_name,
    case relations.type when 'view' then 'VIEW' else 'BASE TABLE' end as table_type,
    null as table_comment,
    columns.name as column_name,
    columns.cid as column_index,
    lower(columns.type) as column_type,
    null as column_comment,
    null as table_owner
  from {{ adapter.quote(schema) }}.sqlite_master as relations
  join pragma_table_info(relations.name, {{ sqlite_text(schema) }}) as columns
  where relations.type in ('table', 'view')
  {%- if names is not none %}
    and relations.name in ({% for name in names %}{{ sqlite_text(name) }}{{ ', ' if not loop.last }}{% endfor %})
  {%- endif %}
  {%- else %}
  select null as table_database, null as table_schema, null as table_name, null as table_type, null as table_comment,
    null as column_name, null as column_index, null as column_type, null as column_comment, null as table_owner
  where 1 = 0
  {%- endfor %}
{%- endmacro %}


{% macro sqlite_text(value) -%}
  '{{ value | replace("'", "''") }}'
{%- endmacro %}
