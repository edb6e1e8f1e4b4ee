{#
  Figures of all columns of a relation in one query, which reads it once. Columns are {name, sql, family, type, hidden}. For each:
  c<i> values, d<i> distinct ones, l<i> and h<i> the least and greatest as text, m<i> the mean, q<i> a list of quantiles.
#}
{% macro sluice_profile_figures(relation, columns, sample, points) %}
select count(*) as n
{%- for column in columns %}{% set i = loop.index0 %}
  , count({{ column['sql'] }}) as c{{ i }}
  , {{ sluice_profile_distinct(column['sql']) if column['comparable'] else 'null' }} as d{{ i }}
  {%- if column['hidden'] or not column['comparable'] or column['family'] in ('boolean', 'bytes', 'other') %}
  , null as l{{ i }}, null as h{{ i }}
  {%- else %}
  , {{ sluice_readable('min(' ~ column['sql'] ~ ')', column['family'], column['type']) }} as l{{ i }}
  , {{ sluice_readable('max(' ~ column['sql'] ~ ')', column['family'], column['type']) }} as h{{ i }}
  {%- endif %}
  {%- set number = none if column['hidden'] else sluice_profile_number(column) %}
  {%- if number is none %}
  , null as m{{ i }}, null as q{{ i }}
  {%- else %}
  , avg({{ number }}) as m{{ i }}
  , {{ sluice_profile_quantiles(number, points) }} as q{{ i }}
  {%- endif %}
{%- endfor %}
from {{ sluice_profile_rows(relation, sample) }}
{% endmacro %}

{# Numbers as they are, times as seconds since 1970; none for the rest. #}
{% macro sluice_profile_number(column) %}
  {%- if column['family'] in ('number', 'float') -%}
    {{- return('cast(' ~ column['sql'] ~ ' as double precision)') -}}
  {%- elif column['family'] in ('date', 'timestamp', 'timestamptz') -%}
    {{- return(adapter.dispatch('sluice_profile_seconds', 'sluice')(column['sql'])) -}}
  {%- else -%}
    {{- return(none) -}}
  {%- endif -%}
{% endmacro %}

{% macro default__sluice_profile_seconds(column) %}
  {{- return('cast(extract(epoch from ' ~ column ~ ') as double precision)') -}}
{% endmacro %}

{# Infinite moments have no place on a line. #}
{% macro duckdb__sluice_profile_seconds(column) %}
  {{- return('case when isfinite(' ~ column ~ ') then epoch(' ~ column ~ ')::double end') -}}
{% endmacro %}

{% macro postgres__sluice_profile_seconds(column) %}
  {{- return('case when isfinite(' ~ column ~ ') then extract(epoch from ' ~ column ~ ')::double precision end') -}}
{% endmacro %}

{% macro sluice_profile_distinct(column) %}
  {{- return(adapter.dispatch('sluice_profile_distinct', 'sluice')(column)) -}}
{% endmacro %}

{% macro default__sluice_profile_distinct(column) %}
  {{- return('approx_count_distinct(' ~ column ~ ')') -}}
{% endmacro %}

{% macro postgres__sluice_profile_distinct(column) %}
  {{- return('count(distinct ' ~ column ~ ')') -}}
{% endmacro %}

{% macro sluice_profile_quantiles(number, points) %}
  {{- return(adapter.dispatch('sluice_profile_quantiles', 'sluice')(number, points)) -}}
{% endmacro %}

{% macro default__sluice_profile_quantiles(number, points) %}
  {%- set parts = [] -%}
  {%- for point in points -%}{%- do parts.append('approx_percentile(' ~ number ~ ', ' ~ point ~ ')') -%}{%- endfor -%}
  {{- return('array_construct(' ~ parts | join(', ') ~ ')') -}}
{% endmacro %}

{% macro duckdb__sluice_profile_quantiles(number, points) %}
  {{- return('approx_quantile(' ~ number ~ ', [' ~ points | join(', ') ~ '])') -}}
{% endmacro %}

{% macro postgres__sluice_profile_quantiles(number, points) %}
  {{- return('percentile_cont(array[' ~ points | join(', ') ~ ']::double precision[]) within group (order by ' ~ number ~ ')') -}}
{% endmacro %}

{# `sample`: none, or {by: share or rows, value}. #}
{% macro sluice_profile_rows(relation, sample) %}
  {%- if sample is none -%}{{- return(relation ~ ' as profiled') -}}{%- endif -%}
  {{- return(adapter.dispatch('sluice_profile_sample', 'sluice')(relation, sample)) -}}
{% endmacro %}

{% macro default__sluice_profile_sample(relation, sample) %}
  {%- set size = sample['value'] * 100 if sample['by'] == 'share' else sample['value'] ~ ' rows' -%}
  {{- return('(select * from ' ~ relation ~ ' sample (' ~ size ~ ')) as profiled') -}}
{% endmacro %}

{% macro duckdb__sluice_profile_sample(relation, sample) %}
  {%- set size = sample['value'] * 100 ~ '% (bernoulli)' if sample['by'] == 'share' else sample['value'] ~ ' rows' -%}
  {{- return('(select * from ' ~ relation ~ ' using sample ' ~ size ~ ') as profiled') -}}
{% endmacro %}

{# tablesample does not take views. #}
{% macro postgres__sluice_profile_sample(relation, sample) %}
  {%- set part = 'where random() < ' ~ sample['value'] if sample['by'] == 'share' else 'order by random() limit ' ~ sample['value'] -%}
  {{- return('(select * from ' ~ relation ~ ' ' ~ part ~ ') as profiled') -}}
{% endmacro %}
