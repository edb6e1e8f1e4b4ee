{#
  A table in chunks of time. It is never swapped: a new table would lose the continuous aggregates on the old one, its
  policies and its compression. So every build works on the table that stands, in one transaction; readers of a table
  that is filled anew wait until it is committed.
#}
{% materialization hypertable, adapter='postgres' %}
  {{ return(timescale_build_hypertable(adds=false)) }}
{% endmaterialization %}


{# An incremental model with `hypertable: {…}` adds to one. #}
{% materialization incremental, adapter='postgres', supported_languages=['sql', 'python'] %}
  {%- if config.get('hypertable') is none -%}
    {{ return(context['materialization_incremental_default']()) }}
  {%- endif -%}
  {{ return(timescale_build_hypertable(adds=not should_full_refresh())) }}
{% endmaterialization %}


{% macro timescale_build_hypertable(adds) %}
  {%- do adapter.timescale_extension(model) -%}
  {%- set options = adapter.timescale_hypertable(model) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set stands = existing is not none and existing.is_table -%}
  {%- set state = timescale_hypertable_state(target_relation, options) if stands else none -%}
  {%- do timescale_refuse_impossible(target_relation, options, state, adds and stands) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- if not stands -%}
    {%- do timescale_drop_other(existing) -%}
    {%- do timescale_create_hypertable(target_relation, options) -%}
    {%- do timescale_insert(target_relation, sql) -%}
    {%- do sluice_audit(target_relation) -%}
  {%- elif adds -%}
    {%- do timescale_alter_hypertable(target_relation, options, state) -%}
    {%- do add_to_relation(target_relation, existing) -%}
  {%- else -%}
    {%- do adapter.truncate_relation(target_relation) -%}
    {%- do timescale_alter_hypertable(target_relation, options, state) -%}
    {%- do timescale_insert(target_relation, sql, timescale_follow_columns(target_relation)) -%}
    {%- do sluice_audit(target_relation) -%}
  {%- endif -%}
  {%- do timescale_apply_indexes(target_relation, options.indexes, stands) -%}
  {%- do timescale_apply_policies(target_relation, timescale_hypertable_policies(target_relation, options), stands) -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=not stands)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmacro %}


{# A view or the like under the model's name gives way, in the transaction that makes the hypertable. #}
{% macro timescale_drop_other(existing) %}
  {%- if existing is not none -%}
    {%- do timescale_drop_in_transaction(existing) -%}
  {%- endif -%}
{% endmacro %}


{# Empty, then a hypertable, then compressible: TimescaleDB wants this order, and rows come last. #}
{% macro timescale_create_hypertable(relation, options) %}
  {%- call statement('create_table') -%}
    {{ config.get('sql_header', none) or '' }}
    create table {{ relation }}
    {%- if config.get('contract').enforced %}
    {{ get_assert_columns_equivalent(sql) }}
    {{ get_table_columns_and_constraints() }}
    {%- else %} as (
      {{ sql }}
    ) with no data
    {%- endif -%}
  {%- endcall -%}
  {%- do timescale_convert_table(relation, options) -%}
{% endmacro %}

{% macro timescale_convert_table(relation, options, migrate=false) %}
  {%- set table = timescale_regclass(relation) -%}
  {%- set range = [postgres_text(options.time_column)] -%}
  {%- if options.chunk_interval is not none -%}
    {%- do range.append(timescale_span(options.chunk_interval)) -%}
  {%- endif -%}
  {%- set arguments = [table, timescale_function('by_range') ~ '(' ~ (range | join(', ')) ~ ')'] -%}
  {%- if not options.create_default_indexes -%}
    {%- do arguments.append('create_default_indexes => false') -%}
  {%- endif -%}
  {%- if migrate -%}
    {%- do arguments.append('migrate_data => true') -%}
  {%- endif -%}
  {%- do timescale_call('create_hypertable', arguments) -%}
  {%- if options.space_partition -%}
    {%- do timescale_add_space_partition(table, options.space_partition) -%}
  {%- endif -%}
  {%- if options.integer_now -%}
    {%- do timescale_call('set_integer_now_func', [table, postgres_text(options.integer_now) ~ '::regproc']) -%}
  {%- endif -%}
  {%- if options.compression -%}
    {%- do timescale_set_compression(relation, options.compression) -%}
  {%- endif -%}
{% endmacro %}

{% macro timescale_add_space_partition(table, partition) %}
  {%- set by_hash = timescale_function('by_hash') ~ '(' ~ postgres_text(partition.column) ~ ', ' ~ partition.number ~ ')' -%}
  {%- do timescale_call('add_dimension', [table, by_hash]) -%}
{% endmacro %}


{# The statement "main". Columns go by name where the table may have them in another order. #}
{% macro timescale_insert(relation, sql, columns=none) %}
  {%- set names = get_quoted_csv(columns | map(attribute='name')) if columns else none -%}
  {%- call statement('main') -%}
    {%- if names is none and config.get('contract').enforced %}
    insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() | trim }})
    {{ get_select_subquery(sql) }}
    {%- elif names is none %}
    insert into {{ relation }} (
      {{ sql }}
    )
    {%- else %}
    insert into {{ relation }} ({{ names }})
    select {{ names }}
    from (
      {{ sql }}
    ) as model_subq
    {%- endif -%}
  {%- endcall -%}
{% endmacro %}


{#
  The columns to fill. The table is empty now, so it follows its query, as a table would that is made anew: dbt's default
  of on_schema_change, ignore, is for rows that stay. An empty temporary table tells the query's columns.
#}
{% macro timescale_follow_columns(target_relation) %}
  {%- if config.get('contract').enforced -%}
    {%- do get_assert_columns_equivalent(sql) -%}
  {%- endif -%}
  {%- set probe = make_temp_relation(target_relation) -%}
  {%- call statement('columns_of_query') -%}
    create temporary table {{ probe }} as (
      {{ sql }}
    ) with no data
  {%- endcall -%}
  {%- set asked = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set on_schema_change = 'sync_all_columns' if asked == 'ignore' else asked -%}
  {%- do timescale_guard_columns(probe, target_relation, on_schema_change) -%}
  {%- do process_schema_changes(on_schema_change, probe, target_relation) -%}
  {%- set columns = adapter.get_columns_in_relation(probe) -%}
  {%- do drop_temp_relation(probe) -%}
  {{ return(columns) }}
{% endmacro %}
