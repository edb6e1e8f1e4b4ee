{#
  Fills a continuous aggregate, outside any transaction. Only what has changed since the last time is computed, so the
  whole of it may be named. Two ends are left out: what the refresh policy holds back at the young end, and at the old
  end the time before the source's oldest chunk where old chunks are dropped: to TimescaleDB rows that were dropped have
  changed, and a refresh would take them out of the aggregate.
#}
{% macro timescale_fill_aggregate(relation, options, stands) %}
  {%- set end_offset = options.refresh_policy.end_offset if options.refresh_policy else none -%}
  {%- set window = timescale_refresh_window(relation, end_offset, stands) if options.refresh_on_build else none -%}
  {%- if window -%}
    {%- set arguments = [timescale_regclass(relation), window.start, window.end] | join(', ') -%}
    {%- set refresh = 'call ' ~ timescale_function('refresh_continuous_aggregate') ~ '(' ~ arguments ~ ')' -%}
    {#- Waits for the job of a policy that works on the same rows. -#}
    {%- do adapter.timescale_refresh(refresh) -%}
    {%- call noop_statement('main' if stands else 'refresh', 'REFRESH', 'REFRESH') -%}
      {{ refresh }}
    {%- endcall -%}
  {%- elif stands -%}
    {%- do store_raw_result(name='main', message='UNCHANGED', code='UNCHANGED', rows_affected='-1') -%}
  {%- endif -%}
{% endmacro %}


{# Start and end as SQL, or none where there is nothing to refresh from. A CALL takes no sub-query, so they are asked for first. #}
{% macro timescale_refresh_window(relation, end_offset, stands) %}
  {%- if adapter.timescale_extension(model).assumed -%}
    {{ return({'start': 'null', 'end': 'null' if end_offset is none else 'now() - ' ~ timescale_span(end_offset)}) }}
  {%- endif -%}
  {%- set row = timescale_rows(timescale_refresh_window_sql(relation, end_offset))[0] -%}
  {%- set end = 'null' if row.newest is none else postgres_text(row.newest) ~ '::' ~ row.column_type -%}
  {%- if not stands or not row.drops_old -%}
    {{ return({'start': 'null', 'end': end}) }}
  {%- elif row.oldest is none -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set oldest = postgres_text(row.oldest) ~ '::' ~ row.column_type -%}
  {%- set rows = api.Relation.create(schema=row.table_schema, identifier=row.table_name).include(database=false) -%}
  {%- set history = timescale_rows('select min(' ~ adapter.quote(row.bucket_column) ~ ') < ' ~ oldest ~ ' as is_older from ' ~ rows) -%}
  {{ return({'start': oldest if history[0].is_older else 'null', 'end': end}) }}
{% endmacro %}

{# Times are told in the type of the time column, since the refresh takes no other. #}
{% macro timescale_refresh_window_sql(relation, end_offset) -%}
  {%- set cast = "case dimension.column_type when 'date'::regtype then (moment::date)::text when 'timestamp'::regtype then (moment::timestamp)::text else moment::text end" -%}
  select
    dimension.column_type::text as column_type,
    aggregate.materialization_hypertable_schema as table_schema,
    aggregate.materialization_hypertable_name as table_name,
    bucket.column_name as bucket_column,
    exists (
      select
      from timescaledb_information.jobs
      left join timescaledb_information.continuous_aggregates source
        on source.view_schema = jobs.hypertable_schema and source.view_name = jobs.hypertable_name
      where jobs.proc_name = 'policy_retention'
        and coalesce(source.materialization_hypertable_schema, jobs.hypertable_schema) = aggregate.hypertable_schema
        and coalesce(source.materialization_hypertable_name, jobs.hypertable_name) = aggregate.hypertable_name
    ) as drops_old,
    oldest.moment as oldest,
    {{ 'null' if end_offset is none or end_offset is number else cast | replace('moment', '(now() - ' ~ timescale_span(end_offset) ~ ')') }} as newest
  from timescaledb_information.continuous_aggregates aggregate
  join timescaledb_information.dimensions dimension
    on dimension.hypertable_schema = aggregate.hypertable_schema
    and dimension.hypertable_name = aggregate.hypertable_name
    and dimension.dimension_number = 1
  join timescaledb_information.dimensions bucket
    on bucket.hypertable_schema = aggregate.materialization_hypertable_schema
    and bucket.hypertable_name = aggregate.materialization_hypertable_name
    and bucket.dimension_number = 1
  left join lateral (
    select coalesce({{ cast | replace('moment', 'min(chunk.range_start)') }}, min(chunk.range_start_integer)::text) as moment
    from timescaledb_information.chunks chunk
    where chunk.hypertable_schema = aggregate.hypertable_schema and chunk.hypertable_name = aggregate.hypertable_name
  ) oldest on true
  where aggregate.view_schema = {{ postgres_text(relation.schema) }} and aggregate.view_name = {{ postgres_text(relation.identifier) }}
{%- endmacro %}
