{#
  One row for each partition of the time column, for each part of the table that is watched by itself, and for each category
  of a mix: part, period, segment_column, segment, item, row_count, newest, and m<check>_<figure> for what each check measures.
  Only the rows of the history are read, and once.
#}
{% macro sluice_monitor_figures(relation, monitor) %}
  {{- return(adapter.dispatch('sluice_monitor_figures', 'sluice')(relation, monitor)) -}}
{% endmacro %}

{% macro default__sluice_monitor_figures(relation, monitor) %}
  {%- set columns = sluice_monitor_columns(monitor) -%}
  {%- set measures = sluice_monitor_measures(monitor, columns) -%}
  {%- set parts = sluice_monitor_parts(monitor) -%}
  {%- set sql -%}
with sluice_rows as (
    select
        {{ sluice_monitor_period(sluice_monitor_column(monitor.time_column), monitor.grain) }} as sluice_period,
        {{ sluice_monitor_time(sluice_monitor_column(monitor.time_column)) }} as sluice_at
        {%- for column in columns %},
        {{ sluice_monitor_column(column) }} as sluice_c{{ loop.index0 }}
        {%- endfor %}
        {%- if monitor.sample < 1 %},
        {{ sluice_monitor_sampled(monitor.sample) }} as sluice_taken
        {%- endif %}
    from {{ relation }}
    where {{ sluice_monitor_window(relation, monitor) }}
)
{%- for part in parts %}
    {%- if part is not none %}
,
sluice_top{{ loop.index0 }} as (
    select sluice_c{{ columns.index(part) }} as sluice_value
    from sluice_rows
    where sluice_c{{ columns.index(part) }} is not null
    group by 1
    order by count(*) desc, 1
    limit 30
)
    {%- endif %}
{%- endfor %}
{%- for check in monitor.checks if check.kind == 'mix' %}
,
sluice_mix{{ monitor.checks.index(check) }} as (
    select
        sluice_period,
        {{ sluice_monitor_text('sluice_c' ~ columns.index(check.columns[0])) }} as sluice_item,
        count(*) as sluice_count,
        row_number() over (partition by sluice_period order by count(*) desc) as sluice_place
    from sluice_rows
    where sluice_c{{ columns.index(check.columns[0]) }} is not null
    group by 1, 2
)
{%- endfor %}
{% for part in parts %}
select
    'all' as part,
    {{ sluice_monitor_moment('sluice_period') }} as period,
    {% if part is none -%}
    {{ sluice_monitor_null_text() }} as segment_column,
    {{ sluice_monitor_null_text() }} as segment,
    {%- else -%}
    {{ sluice_literal(part) }} as segment_column,
    {{ sluice_monitor_text('sluice_c' ~ columns.index(part)) }} as segment,
    {%- endif %}
    {{ sluice_monitor_null_text() }} as item,
    count(*) as row_count,
    {{ sluice_monitor_moment('max(sluice_at)') }} as newest
    {%- for measure in measures %},
    {{ measure.sql }} as {{ measure.name }}
    {%- endfor %}
from sluice_rows
    {%- if part is not none %}
where sluice_c{{ columns.index(part) }} in (select sluice_value from sluice_top{{ loop.index0 }})
group by sluice_period, sluice_c{{ columns.index(part) }}
    {%- else %}
group by sluice_period
    {%- endif %}
    {%- if not loop.last %}
union all
    {%- endif %}
{% endfor %}
{%- for check in monitor.checks if check.kind == 'mix' %}
union all
select
    'mix{{ monitor.checks.index(check) }}',
    {{ sluice_monitor_moment('sluice_period') }},
    {{ sluice_monitor_null_text() }},
    {{ sluice_monitor_null_text() }},
    sluice_item,
    sluice_count,
    {{ sluice_monitor_null_text() }}
    {%- for measure in measures %},
    null
    {%- endfor %}
from sluice_mix{{ monitor.checks.index(check) }}
where sluice_place <= 100
{%- endfor %}
  {%- endset -%}
  {{- return(sql) -}}
{% endmacro %}

{# The columns it reads besides the time column, each once. #}
{% macro sluice_monitor_columns(monitor) %}
  {%- set columns = [] -%}
  {%- for check in monitor.checks -%}
    {%- for column in check.columns + check.by if column not in columns -%}
      {%- do columns.append(column) -%}
    {%- endfor -%}
  {%- endfor -%}
  {{- return(columns) -}}
{% endmacro %}

{# The whole table, none, and the columns by whose values it is watched in parts. #}
{% macro sluice_monitor_parts(monitor) %}
  {%- set parts = [none] -%}
  {%- for check in monitor.checks -%}
    {%- for column in check.by if column not in parts -%}
      {%- do parts.append(column) -%}
    {%- endfor -%}
  {%- endfor -%}
  {{- return(parts) -}}
{% endmacro %}

{# Aggregates by name. A kind of check is a branch here and a row of the tool's table of kinds. #}
{% macro sluice_monitor_measures(monitor, columns) %}
  {%- set found = [] -%}
  {%- for check in monitor.checks -%}
    {%- set name = 'm' ~ loop.index0 ~ '_' -%}
    {%- set column = 'sluice_c' ~ columns.index(check.columns[0]) if check.columns else '' -%}
    {%- set taken = ('case when sluice_taken then ' ~ column ~ ' end') if monitor.sample < 1 else column -%}
    {%- if check.kind == 'null_share' -%}
      {%- do found.append({'name': name ~ 0, 'sql': 'count(*) - count(' ~ column ~ ')'}) -%}
    {%- elif check.kind == 'distinct' -%}
      {%- do found.append({'name': name ~ 0, 'sql': 'count(distinct ' ~ taken ~ ')'}) -%}
    {%- elif check.kind == 'duplicates' -%}
      {%- set key = [] -%}
      {%- for each in check.columns -%}
        {%- do key.append('sluice_c' ~ columns.index(each)) -%}
      {%- endfor -%}
      {%- do found.append({'name': name ~ 0, 'sql': sluice_monitor_repeated(key)}) -%}
    {%- elif check.kind in ['distribution', 'arrival'] -%}
      {%- set value = sluice_monitor_number(taken) if check.kind == 'distribution' else sluice_monitor_hours(taken, 'sluice_period') -%}
      {%- set shares = [0.5, 0.1, 0.9] if check.kind == 'distribution' else [0.5, 0.9] -%}
      {%- for share in shares -%}
        {%- do found.append({'name': name ~ loop.index0, 'sql': sluice_monitor_quantile(value, share)}) -%}
      {%- endfor -%}
      {%- if check.kind == 'distribution' -%}
        {%- do found.append({'name': name ~ 3, 'sql': 'avg(' ~ value ~ ')'}) -%}
      {%- endif -%}
    {%- endif -%}
  {%- endfor -%}
  {{- return(found) -}}
{% endmacro %}
