{#
  What the catalog says of a table that stands, as one dict; empty for a plain table. Intervals are compared by the
  server, to which '168 hours' and '7 days' are the same.
#}
{% macro timescale_hypertable_state(relation, options) %}
  {%- set rows = timescale_rows(timescale_hypertable_state_sql(relation, options.chunk_interval)) -%}
  {%- if adapter.timescale_extension(model).assumed -%}
    {{ return({'assumed': true}) }}
  {%- endif -%}
  {{ return(rows[0] if rows else {}) }}
{% endmacro %}

{% macro timescale_hypertable_state_sql(relation, chunk_interval) -%}
  {%- set same = "hypertable_schema = " ~ postgres_text(relation.schema) ~ " and hypertable_name = " ~ postgres_text(relation.identifier) -%}
  select
    time_dimension.column_name as time_column,
    coalesce(time_dimension.time_interval::text, time_dimension.integer_interval::text) as chunk_interval,
    {{ timescale_same_chunk_interval('time_dimension', chunk_interval) }} as same_chunk_interval,
    time_dimension.integer_now_func::text as integer_now,
    space_dimension.column_name as space_column,
    space_dimension.num_partitions as space_number,
    coalesce(hypertable.compression_enabled, aggregate.compression_enabled) as compression_enabled,
    exists (select from timescaledb_information.chunks where {{ same }} and is_compressed) as has_compressed_chunks,
    (
      select string_agg(attname, ', ' order by segmentby_column_index)
      from timescaledb_information.compression_settings where {{ same }} and segmentby_column_index is not null
    ) as segment_by,
    (
      select string_agg(
        attname || case when orderby_asc then ' asc' else ' desc' end || case when orderby_nullsfirst then ' nulls first' else ' nulls last' end,
        ', ' order by orderby_column_index
      )
      from timescaledb_information.compression_settings where {{ same }} and orderby_column_index is not null
    ) as order_by
  from (select * from timescaledb_information.dimensions where {{ same }} and dimension_number = 1) time_dimension
  left join (select * from timescaledb_information.hypertables where {{ same }}) hypertable on true
  left join timescaledb_information.continuous_aggregates aggregate
    on aggregate.materialization_hypertable_schema = time_dimension.hypertable_schema
    and aggregate.materialization_hypertable_name = time_dimension.hypertable_name
  left join (select * from timescaledb_information.dimensions where {{ same }} and dimension_type = 'Space' limit 1) space_dimension on true
{%- endmacro %}

{# Where the time column holds a time, a number means microseconds. #}
{% macro timescale_same_chunk_interval(dimension, wanted) %}
  {%- if wanted is none -%}
    {{ return('true') }}
  {%- elif wanted is number -%}
    {{ return('coalesce(' ~ dimension ~ '.integer_interval = ' ~ wanted ~ ', ' ~ dimension ~ ".time_interval = " ~ wanted ~ " * interval '1 microsecond')") }}
  {%- endif -%}
  {{ return('coalesce(' ~ dimension ~ '.time_interval = ' ~ timescale_span(wanted) ~ ', false)') }}
{% endmacro %}


{# What no statement can bring about on the table that stands. Told before anything is sent. #}
{% macro timescale_refuse_impossible(relation, options, state, adds) %}
  {%- set compressed = options.compression or (state and state.get('compression_enabled')) -%}
  {%- if model.config.materialized == 'incremental' and config.get('incremental_strategy') == 'merge' and compressed -%}
    {%- do adapter.timescale_refuse(
      model,
      'model ' ~ model.name ~ ': TimescaleDB has no MERGE that updates on a hypertable with compression',
      "set incremental_strategy to 'delete+insert', which gives the same rows by the same unique_key",
      'incremental_strategy',
    ) -%}
  {%- endif -%}
  {%- if not state or state.get('assumed') -%}
    {{ return('') }}
  {%- endif -%}
  {%- set advice = 'to have it, drop the table yourself; its continuous aggregates and policies go with it, and the next run makes it anew' -%}
  {%- if state.time_column != options.time_column -%}
    {%- set change = 'its time column is ' ~ state.time_column ~ ', the config says ' ~ options.time_column -%}
    {%- do adapter.timescale_refuse(model, 'a hypertable keeps its time column, and ' ~ relation ~ ' stands: ' ~ change, advice, 'time_column') -%}
  {%- endif -%}
  {%- set wanted_space = options.space_partition.column if options.space_partition else none -%}
  {%- if state.space_column is not none and state.space_column != wanted_space -%}
    {%- set change = 'it is partitioned by ' ~ state.space_column ~ ', the config says ' ~ (wanted_space or 'no space_partition') -%}
    {%- do adapter.timescale_refuse(model, 'a hypertable keeps its space partition, and ' ~ relation ~ ' stands: ' ~ change, advice, 'space_partition') -%}
  {%- endif -%}
{% endmacro %}


{# Brings the table to its config without touching its rows. A plain table becomes a hypertable, its rows going into chunks. #}
{% macro timescale_alter_hypertable(relation, options, state) %}
  {%- if state.get('assumed') -%}
    {{ return('') }}
  {%- elif not state -%}
    {#- A call is a query to whoever looks at its first word; this begins the transaction. -#}
    {%- call statement('lock_table') -%}
      lock table {{ relation }} in access exclusive mode
    {%- endcall -%}
    {%- do timescale_convert_table(relation, options, migrate=true) -%}
    {{ return('') }}
  {%- endif -%}
  {%- set table = timescale_regclass(relation) -%}
  {%- if not state.same_chunk_interval -%}
    {%- do log(relation ~ ': new chunks of ' ~ options.chunk_interval ~ ' instead of ' ~ state.chunk_interval, info=True) -%}
    {%- do timescale_call('set_chunk_time_interval', [table, timescale_span(options.chunk_interval)]) -%}
  {%- endif -%}
  {%- if options.space_partition and state.space_column is none -%}
    {%- do log(relation ~ ': new chunks are partitioned by ' ~ options.space_partition.column, info=True) -%}
    {%- do timescale_add_space_partition(table, options.space_partition) -%}
  {%- elif options.space_partition and state.space_number != options.space_partition.number -%}
    {%- do log(relation ~ ': new chunks in ' ~ options.space_partition.number ~ ' partitions instead of ' ~ state.space_number, info=True) -%}
    {%- do timescale_call('set_number_partitions', [table, options.space_partition.number, postgres_text(options.space_partition.column)]) -%}
  {%- endif -%}
  {%- if options.integer_now and state.integer_now not in [options.integer_now, options.integer_now.split('.')[-1]] -%}
    {%- do timescale_call('set_integer_now_func', [table, postgres_text(options.integer_now) ~ '::regproc', 'replace_if_exists => true']) -%}
  {%- endif -%}
  {%- do timescale_alter_compression(relation, options.compression, state) -%}
{% endmacro %}


{# Settings hold for chunks compressed from now on. #}
{% macro timescale_alter_compression(relation, wanted, state) %}
  {%- if not wanted and not state.compression_enabled -%}
    {{ return('') }}
  {%- elif not wanted and state.has_compressed_chunks -%}
    {%- do log(relation ~ ': has compressed chunks, so its compression stays; no further chunks are compressed', info=True) -%}
    {{ return('') }}
  {%- elif not wanted -%}
    {%- do log(relation ~ ': compression off', info=True) -%}
    {%- do timescale_compression_off(relation) -%}
    {{ return('') }}
  {%- endif -%}
  {%- set segments = wanted.segment_by is none or (wanted.segment_by | join(', ')) == (state.segment_by or '') -%}
  {%- set orders = wanted.order_by is none or (wanted.order_by | join(', ')) == (state.order_by or '') -%}
  {%- if not (state.compression_enabled and segments and orders) -%}
    {%- do log(relation ~ ': compression settings changed', info=state.compression_enabled) -%}
    {%- do timescale_set_compression(relation, wanted) -%}
  {%- endif -%}
{% endmacro %}

{% macro timescale_set_compression(relation, wanted) %}
  {%- set settings = ['timescaledb.compress'] -%}
  {%- if wanted.segment_by is not none -%}
    {%- do settings.append('timescaledb.compress_segmentby = ' ~ postgres_text(wanted.segment_by | join(', '))) -%}
  {%- endif -%}
  {%- if wanted.order_by -%}
    {%- do settings.append('timescaledb.compress_orderby = ' ~ postgres_text(wanted.order_by | join(', '))) -%}
  {%- endif -%}
  {%- call statement('set_compression') -%}
    alter {{ timescale_kind(relation) }} {{ relation }} set ({{ settings | join(', ') }})
  {%- endcall -%}
{% endmacro %}

{% macro timescale_compression_off(relation) %}
  {%- call statement('set_compression') -%}
    alter {{ timescale_kind(relation) }} {{ relation }} set (timescaledb.compress = false)
  {%- endcall -%}
{% endmacro %}

{% macro timescale_kind(relation) %}
  {{ return('materialized view' if relation.is_materialized_view else 'table') }}
{% endmacro %}
