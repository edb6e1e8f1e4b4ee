{# What the catalog tells of hypertables and continuous aggregates beside what it tells of every table; `relations` is its own CTE. #}
{% macro timescale_catalog_cte() -%}
  {%- if timescale_schema() -%},
    timescale as materialized (
      select relations.oid, stats.*
      from relations
      join lateral ({{ timescale_catalog_sql() }}) stats on true
    )
  {%- endif -%}
{%- endmacro %}

{% macro timescale_catalog_join() -%}
  {{ 'left join timescale on timescale.oid = relations.oid' if timescale_schema() }}
{%- endmacro %}

{% macro timescale_catalog_value(column, otherwise) %}
  {{ return('case when timescale.oid is null then ' ~ otherwise ~ ' else timescale.' ~ column ~ ' end' if timescale_schema() else otherwise) }}
{% endmacro %}

{% macro timescale_catalog_statistics() -%}
  {%- if timescale_schema() -%}
    {%- set statistics = [
      ['chunks', 'Chunks', 'Chunks the rows are kept in'],
      ['compressed_chunks', 'Compressed Chunks', 'Chunks that are compressed'],
      ['bytes_uncompressed', 'Size Before Compression', 'Bytes of the compressed chunks before they were compressed'],
      ['bytes_compressed', 'Size After Compression', 'Bytes of the same chunks now'],
      ['policies', 'Policies', 'Jobs that keep the table, with their settings'],
      ['source', 'Source', 'What the continuous aggregate is computed from'],
    ] -%}
    {%- for id, label, description in statistics %},
      '{{ label }}' as "stats:{{ id }}:label",
      timescale.{{ id }} as "stats:{{ id }}:value",
      '{{ description }}' as "stats:{{ id }}:description",
      timescale.{{ id }} is not null as "stats:{{ id }}:include"
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}

{# One row for a hypertable or continuous aggregate, none for anything else. Sizes are asked for these only. #}
{% macro timescale_catalog_sql() -%}
  {%- set functions = adapter.quote(timescale_schema()) ~ '.' %}
      select
        kept.kind,
        {{ functions }}hypertable_size(named.table_id) as bytes,
        case when coalesce(compression.number_compressed_chunks, 0) = 0
          then nullif({{ functions }}approximate_row_count(named.table_id), 0)
        end as row_count,
        (
          select count(*)
          from timescaledb_information.chunks
          where chunks.hypertable_schema = kept.table_schema and chunks.hypertable_name = kept.table_name
        ) as chunks,
        compression.number_compressed_chunks as compressed_chunks,
        compression.before_compression_total_bytes as bytes_uncompressed,
        compression.after_compression_total_bytes as bytes_compressed,
        (
          select string_agg({{ timescale_policy_text() }}, '; ' order by jobs.job_id)
          from timescaledb_information.jobs
          where jobs.hypertable_schema = relations.nspname and jobs.hypertable_name = relations.relname
        ) as policies,
        kept.source
      from (
        select
          'HYPERTABLE' as kind,
          hypertable_schema as table_schema,
          hypertable_name as table_name,
          null as source
        from timescaledb_information.hypertables
        where hypertable_schema = relations.nspname and hypertable_name = relations.relname
        union all
        select
          'CONTINUOUS AGGREGATE',
          aggregate.materialization_hypertable_schema,
          aggregate.materialization_hypertable_name,
          coalesce(parent.view_schema || '.' || parent.view_name, aggregate.hypertable_schema || '.' || aggregate.hypertable_name)
            || case when aggregate.materialized_only then '' else ', real-time' end
        from timescaledb_information.continuous_aggregates aggregate
        left join timescaledb_information.continuous_aggregates parent
          on parent.materialization_hypertable_schema = aggregate.hypertable_schema
          and parent.materialization_hypertable_name = aggregate.hypertable_name
        where aggregate.view_schema = relations.nspname and aggregate.view_name = relations.relname
      ) kept
      cross join lateral (select format('%I.%I', kept.table_schema, kept.table_name)::regclass as table_id) named
      {#- The limit says that it is one row; where a thousand are expected, the server compiles the query for seconds. #}
      left join lateral (select * from {{ functions }}hypertable_compression_stats(named.table_id) limit 1) compression on true
{%- endmacro %}

{# A continuous aggregate is a view to PostgreSQL, and a materialized view to whoever renames or drops it. It reads a table of the extension's own. #}
{% macro timescale_kind_of_view(view) -%}
  {%- if not timescale_schema() -%}
    {{ return("'view'") }}
  {%- endif -%}
  case when exists (
          select
          from pg_catalog.pg_rewrite rule
          join pg_catalog.pg_depend dep on dep.classid = 'pg_catalog.pg_rewrite'::regclass and dep.objid = rule.oid
          join pg_catalog.pg_class kept on dep.refclassid = 'pg_catalog.pg_class'::regclass and kept.oid = dep.refobjid
          where rule.ev_class = {{ view }}.oid
            and kept.relnamespace = to_regnamespace('_timescaledb_internal')
            and kept.relname like '\_materialized\_hypertable\_%'
        ) then 'materialized_view' else 'view' end
{%- endmacro %}

{# `retention after 90 days, every 1 day`: short enough for a cell, with all that the config sets. #}
{% macro timescale_policy_text() -%}
  replace(replace(jobs.proc_name, 'policy_', ''), '_continuous_aggregate', '')
            || coalesce(' after ' || coalesce(jobs.config ->> 'drop_after', jobs.config ->> 'compress_after'), '')
            || coalesce(' by ' || (jobs.config ->> 'index_name'), '')
            || case when jobs.config ? 'start_offset'
              then ' from ' || coalesce(jobs.config ->> 'start_offset', 'the beginning') || ' to ' || coalesce(jobs.config ->> 'end_offset', 'the end')
              else '' end
            || ', every ' || jobs.schedule_interval
{%- endmacro %}


{# `sluice run-operation timescale_policies`: all policies of the database, or of one schema, as a table. #}
{% macro timescale_policies(schema=none) %}
  {%- if not timescale_schema() -%}
    {%- do exceptions.raise_compiler_error('timescale_policies: this database has no TimescaleDB') -%}
  {%- endif -%}
  {%- set sql -%}
    select
      jobs.hypertable_schema || '.' || jobs.hypertable_name as relation,
      {{ timescale_policy_text() }} as policy,
      stats.last_run_status as last_run,
      to_char(stats.last_run_started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as last_start,
      to_char(stats.next_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as next_start,
      jobs.job_id
    from timescaledb_information.jobs
    left join timescaledb_information.job_stats stats using (job_id)
    where jobs.hypertable_name is not null
      {{ 'and jobs.hypertable_schema = ' ~ postgres_text(schema) if schema }}
    order by relation, jobs.job_id
  {%- endset -%}
  {%- set table = run_query(sql) -%}
  {%- if not table -%}
    {%- do log("There are no policies", info=True) -%}
  {%- endif -%}
  {%- do table.print_table(max_rows=none, max_columns=none, max_column_width=none) -%}
{% endmacro %}
