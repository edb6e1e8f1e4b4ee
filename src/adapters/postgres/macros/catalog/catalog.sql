{#
  Tables, views and their columns with their comments, and what the server keeps count of: a table has statistics from
  its first ANALYZE on, which the server sends itself when enough rows have changed.
#}
{% macro postgres__get_catalog_relations(information_schema, relations) -%}
  {{ adapter.verify_database(information_schema.database) }}
  {%- set sql -%}
    with relations as (
      select
        tbl.oid,
        sch.nspname,
        tbl.relname,
        tbl.relkind,
        pg_catalog.pg_get_userbyid(tbl.relowner) as owner,
        pg_catalog.obj_description(tbl.oid, 'pg_class') as comment,
        case when tbl.relkind in ('r', 'p', 'm') and tbl.reltuples >= 0 then tbl.reltuples::bigint end as row_count,
        case when tbl.relkind in ('r', 'm') and tbl.reltuples >= 0 then pg_catalog.pg_total_relation_size(tbl.oid) end as bytes,
        greatest(stat.last_vacuum, stat.last_autovacuum) as vacuumed,
        greatest(stat.last_analyze, stat.last_autoanalyze) as analyzed
      from pg_catalog.pg_class tbl
      join pg_catalog.pg_namespace sch on sch.oid = tbl.relnamespace
      left join pg_catalog.pg_stat_all_tables stat on stat.relid = tbl.oid
      where ({{ postgres__catalog_conditions(relations) }})
        and tbl.relkind in ('r', 'p', 'v', 'm', 'f')
        and tbl.relpersistence in ('p', 'u')
        and not pg_catalog.pg_is_other_temp_schema(sch.oid)
    ){{ timescale_catalog_cte() }}
    select
      {{ postgres_text(information_schema.database) }} as table_database,
      relations.nspname as table_schema,
      relations.relname as table_name,
      {{ timescale_catalog_value('kind', "case relations.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' else 'BASE TABLE' end") }} as table_type,
      relations.comment as table_comment,
      col.attname as column_name,
      col.attnum as column_index,
      pg_catalog.format_type(col.atttypid, col.atttypmod) as column_type,
      pg_catalog.col_description(relations.oid, col.attnum) as column_comment,
      relations.owner as table_owner,
      {{ postgres__catalog_statistic('row_count', 'Row Count', timescale_catalog_value('row_count', 'relations.row_count'), 'Rows as the planner estimates them') }},
      {{ postgres__catalog_statistic('bytes', 'Size', timescale_catalog_value('bytes', 'relations.bytes'), 'Bytes on disk, indexes included') }},
      {{ postgres__catalog_statistic('last_vacuum', 'Last Vacuum', 'relations.vacuumed', 'When dead rows were last removed', true) }},
      {{ postgres__catalog_statistic('last_analyze', 'Last Analyze', 'relations.analyzed', 'When statistics were last collected', true) }}
      {{- timescale_catalog_statistics() }}
    from relations
    {{ timescale_catalog_join() }}
    join pg_catalog.pg_attribute col on col.attrelid = relations.oid
    where col.attnum > 0 and not col.attisdropped
    order by table_schema, table_name, column_index
  {%- endset -%}
  {{ return(run_query(sql)) }}
{%- endmacro %}

{% macro postgres__get_catalog(information_schema, schemas) -%}
  {%- set relations = [] -%}
  {%- for schema in schemas -%}
    {%- do relations.append({'schema': schema}) -%}
  {%- endfor -%}
  {{ return(postgres__get_catalog_relations(information_schema, relations)) }}
{%- endmacro %}


{% macro postgres__catalog_conditions(relations) -%}
  {%- set conditions = ['false'] -%}
  {%- for relation in relations -%}
    {%- set in_schema = 'upper(sch.nspname) = upper(' ~ postgres_name(relation.schema) ~ ')' -%}
    {%- set named = ' and upper(tbl.relname) = upper(' ~ postgres_name(relation.identifier) ~ ')' if relation.identifier else '' -%}
    {%- do conditions.append('(' ~ in_schema ~ named ~ ')') -%}
  {%- endfor -%}
  {{ conditions | join(' or ') }}
{%- endmacro %}

{% macro postgres__catalog_statistic(id, label, value, description, is_time=false) -%}
  {%- set shown = "to_char(" ~ value ~ " at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'" if is_time else value -%}
  '{{ label }}' as "stats:{{ id }}:label",
      {{ shown }} as "stats:{{ id }}:value",
      '{{ description }}' as "stats:{{ id }}:description",
      {{ value }} is not null as "stats:{{ id }}:include"
{%- endmacro %}


{# A text of SQL, or null. #}
{% macro postgres_text(value) -%}
  {{ return('null' if value is none else "'" ~ (value | string | replace("'", "''")) ~ "'") }}
{%- endmacro %}

{# The same as a name: cut where the server cuts names. #}
{% macro postgres_name(value) -%}
  {{ return(postgres_text(value) ~ '::name::text') }}
{%- endmacro %}
