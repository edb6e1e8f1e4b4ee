{# Whether there is anything to read. #}
{% macro sluice_history_exists(database, schema) %}
  {{- return(adapter.check_schema_exists(database, schema) and adapter.get_relation(database, schema, 'schema_version') is not none) -}}
{% endmacro %}

{# Newest first; `since` and `limit` may be none. #}
{% macro sluice_history_runs(database, schema, columns, limit, since) %}
  {{- return(
    'select ' ~ sluice.sluice_history_selected(columns) ~ ' from ' ~ sluice.sluice_history_relation(database, schema, 'runs') ~ ' as runs'
    ~ (' where started_at >= ' ~ sluice.sluice_history_moment(since) if since is not none else '')
    ~ ' order by runs.started_at desc, runs.run_id desc'
    ~ (' limit ' ~ limit if limit is not none else '')
  ) -}}
{% endmacro %}

{% macro sluice_history_nodes(database, schema, columns, run_ids) %}
  {%- set ids = [] -%}
  {%- for id in run_ids -%}
    {%- do ids.append(sluice.sluice_literal(id)) -%}
  {%- endfor -%}
  {{- return(
    'select ' ~ sluice.sluice_history_selected(columns) ~ ' from '
    ~ sluice.sluice_history_relation(database, schema, 'node_results') ~ ' as node_results'
    ~ ' where run_id in (' ~ ids | join(', ') ~ ') order by run_id, place'
  ) -}}
{% endmacro %}

{# Moments as ISO 8601 text in UTC, whatever the session's time zone. #}
{% macro sluice_history_selected(columns) %}
  {%- set selected = [] -%}
  {%- for column in columns -%}
    {%- do selected.append(
      sluice.sluice_history_iso(column.name) ~ ' as ' ~ column.name if column.kind == 'moment' else column.name
    ) -%}
  {%- endfor -%}
  {{- return(selected | join(', ')) -}}
{% endmacro %}

{% macro sluice_history_iso(column) %}
  {{- return(adapter.dispatch('sluice_history_iso', 'sluice')(column)) -}}
{% endmacro %}

{% macro default__sluice_history_iso(column) %}
  {{- return('cast(' ~ column ~ ' as ' ~ type_string() ~ ')') -}}
{% endmacro %}

{% macro duckdb__sluice_history_iso(column) %}
  {{- return('strftime(' ~ column ~ ", '%Y-%m-%dT%H:%M:%S.%fZ')") -}}
{% endmacro %}

{% macro postgres__sluice_history_iso(column) %}
  {{- return('to_char(' ~ column ~ " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')") -}}
{% endmacro %}

{% macro snowflake__sluice_history_iso(column) %}
  {{- return('to_char(' ~ column ~ ", 'YYYY-MM-DD\"T\"HH24:MI:SS.FF6\"Z\"')") -}}
{% endmacro %}
