{#
  In place: the column keeps its position, its indexes and its constraints. PostgreSQL refuses while a view reads the
  column, so those views go first, as dropping the column would take them along.
#}
{% macro postgres__alter_column_type(relation, column_name, new_column_type) -%}
  {%- for row in run_query(postgres__views_reading_column_sql(relation, column_name)) -%}
    {%- do adapter.drop_relation(api.Relation.create(database=relation.database, schema=row[0], identifier=row[1], type=row[2])) -%}
  {%- endfor -%}
  {%- set column = adapter.quote(column_name) -%}
  {%- call statement('alter_column_type') -%}
    alter table {{ relation.render() }} alter column {{ column }} type {{ new_column_type }} using {{ column }}::{{ new_column_type }}
  {%- endcall -%}
{% endmacro %}

{% macro postgres__views_reading_column_sql(relation, column_name) -%}
  select distinct
    sch.nspname,
    tbl.relname,
    case tbl.relkind when 'm' then 'materialized_view' else 'view' end as type
  from pg_catalog.pg_depend dep
  join pg_catalog.pg_attribute col on col.attrelid = dep.refobjid and col.attnum = dep.refobjsubid
  join pg_catalog.pg_rewrite rule on rule.oid = dep.objid
  join pg_catalog.pg_class tbl on tbl.oid = rule.ev_class
  join pg_catalog.pg_namespace sch on sch.oid = tbl.relnamespace
  where dep.classid = 'pg_catalog.pg_rewrite'::regclass
    and dep.refclassid = 'pg_catalog.pg_class'::regclass
    and dep.refobjid = to_regclass({{ postgres_text(relation.include(database=False).render()) }})
    and col.attname = {{ postgres_text(column_name) }}
{%- endmacro %}
