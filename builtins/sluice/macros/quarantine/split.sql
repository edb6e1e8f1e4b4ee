{#
  Quarantine and circuit breakers. The run answers `sluice_quarantine_spec` for a model that asks for one of them: `rules` as
  `sluice_rule_broken` takes them, `nulls` (columns whose empty values are counted), `keeps` (bad rows go to <model>__rejects),
  `run_id` and `now`. `sluice_quarantine_tell` is given what was counted and stops the build where a breaker opens.
#}
{% macro sluice_quarantine_spec() %}
  {{ return(none) }}
{% endmacro %}

{% macro sluice_quarantine_tell(figures) %}
{% endmacro %}


{# Before a table or view is built from scratch: the query of the rows that belong into it, which is `sql` where nothing is asked. #}
{% macro sluice_quarantine_split(sql, relation) %}
  {%- set spec = sluice_quarantine_spec() -%}
  {%- if not spec -%}
    {{ return(sql) }}
  {%- endif -%}
  {%- set columns = get_column_schema_from_query(sql, config.get('sql_header', none)) -%}
  {%- set listed = sluice.sluice_quarantine_columns(columns) -%}
  {%- if relation.is_view -%}
    {%- set judged = sluice.sluice_judged_sql(sql, spec) -%}
    {%- do sluice.sluice_quarantine_count('(\n' ~ judged ~ '\n)', spec) -%}
    {%- if not spec.keeps -%}
      {{ return(sql) }}
    {%- endif -%}
    {%- do sluice.sluice_create_rejects_view(judged, listed, spec) -%}
    {{ return('select\n    ' ~ listed ~ '\nfrom (\n' ~ judged ~ '\n) as sluice_judged\nwhere _rule is null') }}
  {%- endif -%}
  {%- set judged = sluice.sluice_judged_relation() -%}
  {%- do sluice.sluice_quarantine_stage(judged, sluice.sluice_judged_sql(sql, spec)) -%}
  {%- do sluice.sluice_quarantine_count(judged, spec) -%}
  {%- if not spec.keeps -%}
    {{ return('select\n    ' ~ listed ~ '\nfrom ' ~ judged) }}
  {%- endif -%}
  {%- do sluice.sluice_write_rejects(judged, columns, spec, rebuilt=true) -%}
  {{ return('select\n    ' ~ listed ~ '\nfrom ' ~ judged ~ '\nwhere _rule is null') }}
{% endmacro %}


{# When the rows have arrived: a session lives as long as a run, and what it no longer needs is given back. #}
{% macro sluice_quarantine_end(relation) %}
  {%- if not relation.is_view and sluice_quarantine_spec() -%}
    {%- do sluice.sluice_drop_stage(sluice.sluice_judged_relation()) -%}
  {%- endif -%}
{% endmacro %}


{# The query with `_rule`: the rules that a row breaks, by name, or null. #}
{% macro sluice_judged_sql(sql, spec) %}
  {%- set parts = [] -%}
  {%- for rule in spec.rules -%}
    {%- do parts.append(
      "case when " ~ sluice.sluice_rule_broken(rule, 'sluice_rows') ~ " then ', " ~ rule.name ~ "' else '' end"
    ) -%}
  {%- endfor -%}
  {%- set broken = 'nullif(substr(' ~ parts | join('\n        || ') ~ ', 3), \'\')' if parts else 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
  {{ return('select\n    sluice_rows.*,\n    ' ~ broken ~ ' as _rule\nfrom (\n' ~ sql ~ '\n) as sluice_rows') }}
{% endmacro %}


{# `came_back`: SQL that is true for rows which were rejected before and are judged again. #}
{% macro sluice_quarantine_count(judged, spec, came_back='false') %}
  {%- set counted = [
    'sum(case when ' ~ came_back ~ ' then 0 else 1 end)',
    'sum(case when _rule is not null and not ' ~ came_back ~ ' then 1 else 0 end)',
    'sum(case when _rule is not null then 1 else 0 end)',
    'sum(case when _rule is null and ' ~ came_back ~ ' then 1 else 0 end)',
  ] -%}
  {%- for rule in spec.rules -%}
    {%- do counted.append("sum(case when position(', " ~ rule.name ~ ",' in ', ' || _rule || ',') > 0 then 1 else 0 end)") -%}
  {%- endfor -%}
  {%- for column in spec.nulls -%}
    {%- set empty = sluice.sluice_rule_column(column, 'sluice_judged') ~ ' is null and not ' ~ came_back -%}
    {%- do counted.append('sum(case when ' ~ empty ~ ' then 1 else 0 end)') -%}
  {%- endfor -%}
  {%- set found = run_query('select\n    ' ~ counted | join(',\n    ') ~ '\nfrom ' ~ judged ~ ' as sluice_judged') -%}
  {%- do sluice_quarantine_tell(found.rows[0].values() | list) -%}
{% endmacro %}


{% macro sluice_quarantine_columns(columns, relation_alias=none) %}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- if column.name | lower in ['_rule', '_run_id', '_rejected_at', '_first_rejected_at', '_came_back'] -%}
      {%- do exceptions.raise_compiler_error(
        model.name ~ ' has a column ' ~ column.name ~ ', which its table of rejected rows needs for itself: give it another name'
      ) -%}
    {%- endif -%}
    {%- do names.append((relation_alias ~ '.' if relation_alias else '') ~ adapter.quote(column.name)) -%}
  {%- endfor -%}
  {{ return(names | join(', ')) }}
{% endmacro %}


{# Of the session, under a name that a later statement finds again. #}
{% macro sluice_judged_relation(suffix='__judged') %}
  {{ return(api.Relation.create(identifier=this.identifier[:50] ~ suffix, type='table')) }}
{% endmacro %}

{% macro sluice_quarantine_stage(relation, sql) %}
  {%- call statement('quarantine_stage') -%}
    {{ adapter.dispatch('sluice_quarantine_stage_sql', 'sluice')(relation, sql) }}
  {%- endcall -%}
{% endmacro %}

{% macro default__sluice_quarantine_stage_sql(relation, sql) -%}
{{ config.get('sql_header', none) or '' }}
create or replace temporary table {{ relation }} as (
{{ sql }}
)
{%- endmacro %}

{% macro postgres__sluice_quarantine_stage_sql(relation, sql) -%}
drop table if exists pg_temp.{{ relation }};
{{ config.get('sql_header', none) or '' }}
create temporary table {{ relation }} as (
{{ sql }}
)
{%- endmacro %}


{% macro sluice_drop_stage(relation) %}
  {%- call statement('drop_stage') -%}
    drop table if exists {{ adapter.dispatch('sluice_session_schema', 'sluice')() }}{{ relation }}
  {%- endcall -%}
{% endmacro %}

{% macro default__sluice_session_schema() %}
  {{- return('') -}}
{% endmacro %}

{% macro duckdb__sluice_session_schema() %}
  {{- return('temp.') -}}
{% endmacro %}

{% macro postgres__sluice_session_schema() %}
  {{- return('pg_temp.') -}}
{% endmacro %}
