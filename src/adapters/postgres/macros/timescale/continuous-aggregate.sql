{#
  A view that TimescaleDB keeps filled. It is made empty, since with its rows it could not be made in a transaction, and
  filled after the commit. A changed query means a new one; everything else of the config is altered in place.
#}
{% materialization continuous_aggregate, adapter='postgres' %}
  {%- do adapter.timescale_extension(model) -%}
  {%- set options = adapter.timescale_continuous_aggregate(model) -%}
  {%- set target_relation = this.incorporate(type='materialized_view') -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set state = timescale_aggregate_state(target_relation) if existing is not none else {} -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set action = timescale_aggregate_action(target_relation, options, existing, state) -%}
  {%- set stands = action != 'create' -%}
  {%- if action == 'create' -%}
    {%- do timescale_drop_aggregate(existing, state) -%}
    {%- do timescale_create_aggregate(target_relation, options) -%}
  {%- elif action == 'alter' -%}
    {%- do timescale_alter_aggregate(target_relation, options, state) -%}
  {%- endif -%}
  {%- if action != 'keep' -%}
    {%- do timescale_apply_indexes(target_relation, options.indexes, stands, timescale_materialization_table(target_relation)) -%}
  {%- endif -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=not stands)) -%}
  {%- do persist_docs(target_relation.incorporate(type='view'), model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {#- A new refresh policy begins its work at once, and would be in the way of this refresh. -#}
  {%- do timescale_fill_aggregate(target_relation, options, stands) -%}
  {%- if action != 'keep' -%}
    {%- do timescale_apply_policies(target_relation, timescale_aggregate_policies(options), stands) -%}
    {%- do adapter.commit() -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{#
  `create`, `alter` or `keep`. on_configuration_change is asked as materialized views do: apply, continue or fail; it
  is for the query, since that alone costs what has been aggregated so far.
#}
{% macro timescale_aggregate_action(relation, options, existing, state) %}
  {%- if not state or should_full_refresh() -%}
    {{ return('create') }}
  {%- elif state.get('assumed') or timescale_same_query(state) -%}
    {{ return('alter') }}
  {%- endif -%}
  {%- set reaction = config.get('on_configuration_change') or 'apply' -%}
  {%- set news = 'the query of the continuous aggregate ' ~ relation.render() ~ ' has changed' -%}
  {%- if reaction == 'apply' -%}
    {%- do exceptions.warn(news ~ ': it is dropped and made anew, so what it holds of rows its source no longer has is lost') -%}
    {{ return('create') }}
  {%- elif reaction == 'continue' -%}
    {%- do exceptions.warn(news ~ ' and on_configuration_change is continue: it stays as it is') -%}
    {{ return('keep') }}
  {%- elif reaction == 'fail' -%}
    {%- do exceptions.raise_fail_fast_error(news ~ ' and on_configuration_change is fail') -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error('on_configuration_change is apply, continue or fail, not ' ~ reaction) -%}
{% endmacro %}


{% macro timescale_aggregate_state(relation) %}
  {%- set sql -%}
    select
      aggregate.materialized_only,
      aggregate.view_definition,
      aggregate.compression_enabled,
      aggregate.materialization_hypertable_schema as table_schema,
      aggregate.materialization_hypertable_name as table_name
    from timescaledb_information.continuous_aggregates aggregate
    where aggregate.view_schema = {{ postgres_text(relation.schema) }} and aggregate.view_name = {{ postgres_text(relation.identifier) }}
  {%- endset -%}
  {%- set rows = timescale_rows(sql) -%}
  {%- if adapter.timescale_extension(model).assumed -%}
    {{ return({'assumed': true}) }}
  {%- endif -%}
  {{ return(rows[0] if rows else {}) }}
{% endmacro %}


{# The server compares: as a view of this session the model's query is written the way the catalog has the old one. #}
{% macro timescale_same_query(state) %}
  {%- set probe = make_temp_relation(this).include(database=false, schema=false) -%}
  {%- call statement('query_of_model') -%}
    create temporary view {{ probe }} as
    {{ sql }}
  {%- endcall -%}
  {%- set rows = timescale_rows('select pg_catalog.pg_get_viewdef(' ~ postgres_text(probe.render()) ~ '::regclass) as definition') -%}
  {%- call statement('drop_query_of_model') -%}
    drop view {{ probe }}
  {%- endcall -%}
  {{ return(rows[0].definition == state.view_definition) }}
{% endmacro %}


{#
  Continuous aggregates on this one fall with it. They are made anew where this run builds them; otherwise it would be
  their end, and nothing is done.
#}
{% macro timescale_drop_aggregate(existing, state) %}
  {%- if existing is none -%}
    {{ return('') }}
  {%- elif not state or state.get('assumed') -%}
    {%- do timescale_guard_replacement(existing) -%}
    {%- do timescale_drop_in_transaction(existing) -%}
    {{ return('') }}
  {%- endif -%}
  {%- set built = [] -%}
  {%- for id in selected_resources if id in graph.nodes -%}
    {%- do built.append([graph.nodes[id].schema, graph.nodes[id].alias]) -%}
  {%- endfor -%}
  {%- set dependents = timescale_aggregates_on(existing) -%}
  {%- set lost = [] -%}
  {%- for row in dependents if [row.view_schema, row.view_name] not in built -%}
    {%- do lost.append(row.view_schema ~ '.' ~ row.view_name) -%}
  {%- endfor -%}
  {%- if lost -%}
    {%- do adapter.timescale_refuse(
      model,
      'making ' ~ existing ~ ' anew would drop continuous aggregates on it that this run does not build: ' ~ (lost | join(', ')),
      'build them in the same run',
      'continuous_aggregate',
      'sluice build --select ' ~ model.name ~ '+',
    ) -%}
  {%- endif -%}
  {%- do timescale_drop_in_transaction(existing.incorporate(type='materialized_view')) -%}
  {%- for row in dependents -%}
    {%- do adapter.cache_dropped(existing.incorporate(path={'schema': row.view_schema, 'identifier': row.view_name})) -%}
  {%- endfor -%}
{% endmacro %}

{% macro timescale_drop_in_transaction(relation) %}
  {%- call statement('drop_relation') -%}
    {{ get_drop_sql(relation) }}
  {%- endcall -%}
  {%- do adapter.cache_dropped(relation) -%}
{% endmacro %}

{# Those that read a continuous aggregate, at first or later hand. #}
{% macro timescale_aggregates_on(relation) %}
  {%- set sql -%}
    with recursive dependents as (
      select view_schema, view_name, materialization_hypertable_schema, materialization_hypertable_name
      from timescaledb_information.continuous_aggregates
      where view_schema = {{ postgres_text(relation.schema) }} and view_name = {{ postgres_text(relation.identifier) }}
      union
      select child.view_schema, child.view_name, child.materialization_hypertable_schema, child.materialization_hypertable_name
      from dependents
      join timescaledb_information.continuous_aggregates child
        on child.hypertable_schema = dependents.materialization_hypertable_schema
        and child.hypertable_name = dependents.materialization_hypertable_name
    )
    select view_schema, view_name
    from dependents
    where (view_schema, view_name) <> ({{ postgres_text(relation.schema) }}, {{ postgres_text(relation.identifier) }})
    order by 1, 2
  {%- endset -%}
  {{ return(timescale_rows(sql)) }}
{% endmacro %}


{% macro timescale_create_aggregate(relation, options) %}
  {%- call statement('main') -%}
    {{ config.get('sql_header', none) or '' }}
    create materialized view {{ relation }}
    with (timescaledb.continuous, timescaledb.materialized_only = {{ options.materialized_only | lower }}) as
    {{ sql }}
    with no data
  {%- endcall -%}
  {%- if options.chunk_interval is not none -%}
    {%- do timescale_call('set_chunk_time_interval', [timescale_regclass(relation), timescale_span(options.chunk_interval)]) -%}
  {%- endif -%}
  {%- if options.compression -%}
    {%- do timescale_set_compression(relation, options.compression) -%}
  {%- endif -%}
{% endmacro %}

{% macro timescale_alter_aggregate(relation, options, state) %}
  {%- if state.get('assumed') -%}
    {{ return('') }}
  {%- endif -%}
  {%- if state.materialized_only != options.materialized_only -%}
    {%- do log(relation ~ ': ' ~ ('materialized rows only' if options.materialized_only else 'real-time'), info=True) -%}
    {%- call statement('set_materialized_only') -%}
      alter materialized view {{ relation }} set (timescaledb.materialized_only = {{ options.materialized_only | lower }})
    {%- endcall -%}
  {%- endif -%}
  {%- set table = relation.incorporate(path={'schema': state.table_schema, 'identifier': state.table_name}) -%}
  {%- set stored = timescale_hypertable_state(table, options) -%}
  {%- if not stored.same_chunk_interval -%}
    {%- do timescale_call('set_chunk_time_interval', [timescale_regclass(relation), timescale_span(options.chunk_interval)]) -%}
  {%- endif -%}
  {%- do timescale_alter_compression(relation, options.compression, stored) -%}
{% endmacro %}


{# The hypertable that holds the rows: indexes are on it. #}
{% macro timescale_materialization_table(relation) %}
  {%- set state = timescale_aggregate_state(relation) -%}
  {%- if not state or state.get('assumed') -%}
    {{ return(relation) }}
  {%- endif -%}
  {{ return(relation.incorporate(path={'schema': state.table_schema, 'identifier': state.table_name}, type='table')) }}
{% endmacro %}


{% macro timescale_aggregate_policies(options) %}
  {%- set policies = [] -%}
  {%- if options.refresh_policy -%}
    {%- do policies.append({
      'process': 'policy_refresh_continuous_aggregate',
      'name': 'refresh',
      'settings': {'start_offset': options.refresh_policy.start_offset, 'end_offset': options.refresh_policy.end_offset},
      'schedule_interval': options.refresh_policy.schedule_interval,
    }) -%}
  {%- endif -%}
  {{ return(policies + timescale_common_policies(options)) }}
{% endmacro %}
