{# A new name at each build: the old table keeps its own index of the same columns until it is dropped. #}
{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  create {{ 'unique ' if index.unique }}index if not exists "{{ index.render(relation) }}"
  on {{ relation }} {{ 'using ' ~ index.type if index.type }} ({{ index.columns | join(', ') }})
{%- endmacro %}

{%- macro postgres__get_drop_index_sql(relation, index_name) -%}
  drop index if exists {{ relation.incorporate(path={'identifier': index_name}, type=none) }}
{%- endmacro -%}

{# Those on expressions have no columns to compare and are left alone. #}
{% macro postgres__get_show_indexes_sql(relation) %}
  select
    idx.relname as name,
    method.amname as method,
    entry.indisunique as "unique",
    string_agg(col.attname, ',' order by array_position(entry.indkey::int2[], col.attnum)) as column_names
  from pg_catalog.pg_index entry
  join pg_catalog.pg_class idx on idx.oid = entry.indexrelid
  join pg_catalog.pg_am method on method.oid = idx.relam
  join pg_catalog.pg_class tbl on tbl.oid = entry.indrelid
  join pg_catalog.pg_namespace sch on sch.oid = tbl.relnamespace
  join pg_catalog.pg_attribute col on col.attrelid = tbl.oid and col.attnum = any(entry.indkey)
  where tbl.relname = {{ postgres_text(relation.identifier) }}
    and sch.nspname = {{ postgres_text(relation.schema) }}
    and tbl.relkind in ('r', 'p', 'm')
  group by 1, 2, 3
  order by 1, 2, 3
{% endmacro %}
