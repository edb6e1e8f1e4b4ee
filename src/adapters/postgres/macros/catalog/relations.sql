{# Everything a schema holds in one query. Tables come first: a function may have a table's name, and the first is kept. #}
{% macro postgres__list_relations_without_caching(schema_relation) %}
  {%- set sql -%}
    select {{ postgres_text(schema_relation.database) }} as database, name, schema, type
    from (
      select
        tbl.relname as name,
        sch.nspname as schema,
        case tbl.relkind when 'v' then {{ timescale_kind_of_view('tbl') }} when 'm' then 'materialized_view' when 'f' then 'external' else 'table' end as type,
        1 as place
      from pg_catalog.pg_class tbl
      join pg_catalog.pg_namespace sch on sch.oid = tbl.relnamespace
      where tbl.relkind in ('r', 'p', 'v', 'm', 'f')
        and lower(sch.nspname) = lower({{ postgres_name(schema_relation.schema) }})
      union all
      {{ postgres__functions_of_schema(schema_relation) }}
    ) found
    order by place, name
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}

{% macro postgres__list_function_relations_without_caching(schema_relation) %}
  {%- set sql -%}
    select {{ postgres_text(schema_relation.database) }} as database, name, schema, type
    from ({{ postgres__functions_of_schema(schema_relation) }}) found
    order by name
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}

{# Not those of extensions, which may be hundreds. #}
{% macro postgres__functions_of_schema(schema_relation) -%}
      select distinct fun.proname, sch.nspname, 'function', 2
      from pg_catalog.pg_proc fun
      join pg_catalog.pg_namespace sch on sch.oid = fun.pronamespace
      where lower(sch.nspname) = lower({{ postgres_name(schema_relation.schema) }})
        and not exists (
          select from pg_catalog.pg_depend dep
          where dep.classid = 'pg_catalog.pg_proc'::regclass and dep.objid = fun.oid and dep.deptype = 'e'
        )
{%- endmacro %}


{#
  Rows of (schema and name of a view, schema and name of what it reads): `drop … cascade` takes the first along with the
  second. A view depends on its parents through its rewrite rule.
#}
{% macro postgres__get_relations() -%}
  {%- set sql -%}
    select distinct
      view_schema.nspname as dependent_schema,
      view_class.relname as dependent_name,
      read_schema.nspname as referenced_schema,
      read_class.relname as referenced_name
    from pg_catalog.pg_depend dep
    join pg_catalog.pg_rewrite rule on rule.oid = dep.objid
    join pg_catalog.pg_class view_class on view_class.oid = rule.ev_class
    join pg_catalog.pg_namespace view_schema on view_schema.oid = view_class.relnamespace
    join pg_catalog.pg_class read_class on read_class.oid = dep.refobjid
    join pg_catalog.pg_namespace read_schema on read_schema.oid = read_class.relnamespace
    where dep.classid = 'pg_catalog.pg_rewrite'::regclass
      and dep.refclassid = 'pg_catalog.pg_class'::regclass
      and read_class.oid <> view_class.oid
      and read_schema.nspname <> 'information_schema'
      and read_schema.nspname not like 'pg\_%'
    order by 1, 2, 3, 4
  {%- endset -%}
  {{ return(run_query(sql)) }}
{% endmacro %}

{% macro postgres_get_relations() %}
  {{ return(postgres__get_relations()) }}
{% endmacro %}
