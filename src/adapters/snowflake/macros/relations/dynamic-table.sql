{#
  The settings of a dynamic table as its config has them. `snowflake_warehouse` sends the DDL and does the refreshes too
  unless there is a `refresh_warehouse`; without `target_lag` nothing is scheduled and each run refreshes.
#}
{% macro snowflake__dynamic_table_settings() %}
  {%- set lag = config.get('target_lag') -%}
  {%- set scheduler = (config.get('scheduler') or ('ENABLE' if lag else 'DISABLE')) | upper -%}
  {%- if scheduler not in ['ENABLE', 'DISABLE'] -%}
    {%- do exceptions.raise_compiler_error("scheduler is ENABLE or DISABLE, not '" ~ config.get('scheduler') ~ "'") -%}
  {%- elif (scheduler == 'ENABLE') != (lag is not none) -%}
    {%- do exceptions.raise_compiler_error('scheduler: ENABLE goes with target_lag, scheduler: DISABLE without it') -%}
  {%- endif -%}
  {%- set warehouse = config.get('refresh_warehouse') or config.get('snowflake_warehouse') or target.get('warehouse') -%}
  {%- if not warehouse -%}
    {%- do exceptions.raise_compiler_error('A dynamic table needs a warehouse to refresh it: set snowflake_warehouse') -%}
  {%- endif -%}
  {{ return({
    'target_lag': lag,
    'warehouse': warehouse,
    'initialization_warehouse': snowflake__set_or_none(config.get('snowflake_initialization_warehouse')),
    'refresh_mode': (config.get('refresh_mode') or 'AUTO') | upper,
    'initialize': (config.get('initialize') or 'ON_CREATE') | upper,
    'scheduler': scheduler,
    'cluster_by': snowflake__cluster_key(),
    'immutable_where': config.get('immutable_where'),
    'transient': config.get('transient'),
  }) }}
{% endmacro %}

{# SHOW writes '' and NONE for what is not set. #}
{% macro snowflake__set_or_none(value) %}
  {{ return(none if value is none or value | string | trim | upper in ['', 'NONE'] else value | string | trim) }}
{% endmacro %}


{% macro snowflake__get_create_dynamic_table_as_sql(relation, sql) -%}
  {{ snowflake__dynamic_table_ddl('create', relation, sql, []) }}
{%- endmacro %}

{% macro snowflake__get_replace_dynamic_table_sql(relation, sql) -%}
  {{ snowflake__dynamic_table_ddl('create or replace', relation, sql, ['copy grants'] if config.get('copy_grants') else []) }}
{%- endmacro %}

{% macro snowflake__dynamic_table_ddl(verb, relation, sql, more) -%}
  {%- set settings = snowflake__dynamic_table_settings() -%}
  {%- set iceberg = snowflake__is_iceberg() -%}
  {%- set default_transient = adapter.behavior.snowflake_default_transient_dynamic_tables.no_warn -%}
  {%- set transient = not iceberg and (default_transient if settings.transient is none else settings.transient) -%}
  {%- set clauses = [
    'target_lag = ' ~ snowflake__lag_literal(settings.target_lag) if settings.target_lag else "scheduler = 'DISABLE'",
    'warehouse = ' ~ settings.warehouse,
    'initialization_warehouse = ' ~ settings.initialization_warehouse if settings.initialization_warehouse else '',
    'refresh_mode = ' ~ settings.refresh_mode,
    'initialize = ' ~ settings.initialize,
    'cluster by (' ~ settings.cluster_by ~ ')' if settings.cluster_by else '',
  ] | select | list -%}
  {%- set clauses = clauses + (snowflake__iceberg_clauses(relation) if iceberg else []) + more + snowflake__policy_clauses() -%}
  {%- if settings.immutable_where -%}
    {%- do clauses.append('immutable where (' ~ settings.immutable_where ~ ')') -%}
  {%- endif -%}
  {{ verb }} {{ 'transient ' if transient }}dynamic {{ 'iceberg ' if iceberg }}table {{ relation.render() }}
  {%- for clause in clauses %}
    {{ clause }}
  {%- endfor %}
  as (
    {{ sql }}
  )
{%- endmacro %}

{% macro snowflake__lag_literal(lag) %}
  {{ return('downstream' if lag | lower == 'downstream' else snowflake__text_literal(lag)) }}
{% endmacro %}


{% macro snowflake__refresh_dynamic_table(relation) -%}
  alter dynamic table {{ relation.render() }} refresh
{%- endmacro %}
