{#
  From pg_attribute, since information_schema leaves out materialized views, and names arrays and user types by nothing
  but their kind. Lengths and precisions stand beside the type where it is text or a number, else within it.
#}
{% macro postgres__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True, auto_begin=False) -%}
    select
      col.attname,
      pg_catalog.format_type(
        col.atttypid,
        case when sch.nspname = 'pg_catalog' and typ.typcategory <> 'A' and typ.typname not in ('bit', 'varbit') then null else col.atttypmod end
      ),
      information_schema._pg_char_max_length(col.atttypid, col.atttypmod),
      information_schema._pg_numeric_precision(col.atttypid, col.atttypmod),
      information_schema._pg_numeric_scale(col.atttypid, col.atttypmod)
    from pg_catalog.pg_attribute col
    join pg_catalog.pg_type typ on typ.oid = col.atttypid
    join pg_catalog.pg_namespace sch on sch.oid = typ.typnamespace
    where col.attrelid = to_regclass({{ postgres_text(relation.include(database=False).render()) }})
      and col.attnum > 0
      and not col.attisdropped
    order by col.attnum
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{% endmacro %}
