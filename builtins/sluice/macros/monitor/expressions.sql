{# Where warehouses differ in what monitors measure. #}

{# Names are written as people write them: quoted, but in the case the warehouse keeps unquoted names in. #}
{% macro sluice_monitor_column(name) %}
  {{- return(adapter.dispatch('sluice_monitor_column', 'sluice')(name)) -}}
{% endmacro %}

{% macro default__sluice_monitor_column(name) %}
  {{- return(adapter.quote(name)) -}}
{% endmacro %}

{% macro snowflake__sluice_monitor_column(name) %}
  {{- return(adapter.quote(name | upper if name == name | lower else name)) -}}
{% endmacro %}

{% macro sluice_monitor_time(column) %}
  {{- return(adapter.dispatch('sluice_monitor_time', 'sluice')(column)) -}}
{% endmacro %}

{% macro default__sluice_monitor_time(column) %}
  {{- return('cast(' ~ column ~ ' as timestamp)') -}}
{% endmacro %}

{% macro snowflake__sluice_monitor_time(column) %}
  {{- return('cast(' ~ column ~ ' as timestamp_ntz)') -}}
{% endmacro %}

{# Start of the hour, day, week or month. #}
{% macro sluice_monitor_period(column, grain) %}
  {{- return("date_trunc('" ~ grain ~ "', " ~ sluice_monitor_time(column) ~ ")") -}}
{% endmacro %}

{# A time as text: 2026-11-18 07:00:00. #}
{% macro sluice_monitor_moment(expression) %}
  {{- return(adapter.dispatch('sluice_monitor_moment', 'sluice')(expression)) -}}
{% endmacro %}

{% macro default__sluice_monitor_moment(expression) %}
  {{- return("to_char(" ~ expression ~ ", 'YYYY-MM-DD HH24:MI:SS')") -}}
{% endmacro %}

{% macro duckdb__sluice_monitor_moment(expression) %}
  {{- return("strftime(" ~ expression ~ ", '%Y-%m-%d %H:%M:%S')") -}}
{% endmacro %}

{% macro sluice_monitor_null_text() %}
  {{- return('cast(null as varchar)') -}}
{% endmacro %}

{% macro sluice_monitor_text(expression) %}
  {{- return('substr(cast(' ~ expression ~ ' as varchar), 1, 200)') -}}
{% endmacro %}

{% macro sluice_monitor_number(expression) %}
  {{- return('cast(' ~ expression ~ ' as double precision)') -}}
{% endmacro %}

{# Hours from the start of the partition. #}
{% macro sluice_monitor_hours(expression, start) %}
  {{- return(adapter.dispatch('sluice_monitor_hours', 'sluice')(expression, start)) -}}
{% endmacro %}

{% macro default__sluice_monitor_hours(expression, start) %}
  {{- return(sluice_monitor_number('extract(epoch from ' ~ sluice_monitor_time(expression) ~ ' - ' ~ start ~ ')') ~ ' / 3600') -}}
{% endmacro %}

{% macro snowflake__sluice_monitor_hours(expression, start) %}
  {{- return("datediff('second', " ~ start ~ ', ' ~ sluice_monitor_time(expression) ~ ') / 3600.0') -}}
{% endmacro %}

{% macro sluice_monitor_quantile(expression, share) %}
  {{- return(adapter.dispatch('sluice_monitor_quantile', 'sluice')(expression, share)) -}}
{% endmacro %}

{% macro default__sluice_monitor_quantile(expression, share) %}
  {{- return('percentile_cont(' ~ share ~ ') within group (order by ' ~ expression ~ ')') -}}
{% endmacro %}

{% macro duckdb__sluice_monitor_quantile(expression, share) %}
  {{- return('quantile_cont(' ~ expression ~ ', ' ~ share ~ ')') -}}
{% endmacro %}

{# Rows whose key another row has too, but one of each. #}
{% macro sluice_monitor_repeated(key) %}
  {{- return(adapter.dispatch('sluice_monitor_repeated', 'sluice')(key)) -}}
{% endmacro %}

{% macro default__sluice_monitor_repeated(key) %}
  {%- if key | length == 1 -%}
    {{- return('count(' ~ key[0] ~ ') - count(distinct ' ~ key[0] ~ ')') -}}
  {%- endif -%}
  {{- return('count(*) - count(distinct (' ~ key | join(', ') ~ '))') -}}
{% endmacro %}

{# Rows with a null in the key are not counted there. #}
{% macro snowflake__sluice_monitor_repeated(key) %}
  {%- set whole = [] -%}
  {%- for column in key -%}
    {%- do whole.append(column ~ ' is not null') -%}
  {%- endfor -%}
  {{- return('count_if(' ~ whole | join(' and ') ~ ') - count(distinct ' ~ key | join(', ') ~ ')') -}}
{% endmacro %}

{# A condition that is true for such a share of the rows. #}
{% macro sluice_monitor_sampled(share) %}
  {{- return(adapter.dispatch('sluice_monitor_sampled', 'sluice')(share)) -}}
{% endmacro %}

{% macro default__sluice_monitor_sampled(share) %}
  {{- return('random() < ' ~ share) -}}
{% endmacro %}

{% macro snowflake__sluice_monitor_sampled(share) %}
  {{- return('uniform(0::float, 1::float, random()) < ' ~ share) -}}
{% endmacro %}

{#
  The rows of the history: up to the moment that counts as now, and so many partitions before the newest of them, so that a date
  in the far future does not hide the rest, and an old table still has a history.
#}
{% macro sluice_monitor_window(relation, monitor) %}
  {{- return(adapter.dispatch('sluice_monitor_window', 'sluice')(relation, monitor)) -}}
{% endmacro %}

{% macro default__sluice_monitor_window(relation, monitor) %}
  {%- set at = sluice_monitor_column(monitor.time_column) -%}
  {%- set now = "'" ~ (monitor.as_of[:19] | replace('T', ' ')) ~ "'" if monitor.as_of else 'current_timestamp' -%}
  {%- set day = '' if monitor.as_of else " + interval '1 day'" -%}
  {%- set until = at ~ ' <= ' ~ sluice_monitor_time(now) ~ day -%}
  {%- set newest = sluice_monitor_period('max(' ~ at ~ ')', monitor.grain) -%}
  {%- set since = "select " ~ newest ~ " - interval '" ~ monitor.history ~ ' ' ~ monitor.grain ~ "' from " ~ relation ~ ' where ' ~ until -%}
  {{- return(until ~ ' and ' ~ at ~ ' >= (' ~ since ~ ')') -}}
{% endmacro %}
