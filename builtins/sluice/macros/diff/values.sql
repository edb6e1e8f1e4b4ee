{#
  Values as text, alike on every warehouse, so that checksums made here and there can be compared. A family is what a column
  is whatever its warehouse calls it: number, float, boolean, date, timestamp, timestamptz, time, text, bytes, other.
#}
{% macro sluice_canonical(column, family, type) %}
  {{- return(adapter.dispatch('sluice_canonical', 'sluice')(column, family, type)) -}}
{% endmacro %}

{% macro default__sluice_canonical(column, family, type) %}
  {%- if family == 'bytes' -%}
    {{- return("lower(hex_encode(" ~ column ~ "))") -}}
  {%- elif family in ('timestamp', 'timestamptz') -%}
    {%- set moment = "convert_timezone('UTC', " ~ column ~ ")" if family == 'timestamptz' else column -%}
    {{- return("to_char(" ~ moment ~ "::timestamp_ntz, 'YYYY-MM-DD HH24:MI:SS.FF6')") -}}
  {%- elif family == 'time' -%}
    {{- return("to_char(" ~ column ~ ", 'HH24:MI:SS.FF6')") -}}
  {%- elif family == 'number' -%}
    {%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {{- return("case when " ~ text ~ " like '%.%' then rtrim(rtrim(" ~ text ~ ", '0'), '.') else " ~ text ~ " end") -}}
  {%- else -%}
    {{- return('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') -}}
  {%- endif -%}
{% endmacro %}

{# A floating-point number is its 64 bits: its digits are written differently everywhere. #}
{% macro duckdb__sluice_canonical(column, family, type) %}
  {%- set text = column ~ '::varchar' -%}
  {%- if family == 'number' -%}
    {%- if 'int' in type -%}{{- return(text) -}}{%- endif -%}
    {{- return("case when contains(" ~ text ~ ", '.') then rtrim(rtrim(" ~ text ~ ", '0'), '.') else " ~ text ~ " end") -}}
  {%- elif family == 'float' -%}
    {%- set value = (text if 'decimal' in type else column) ~ '::double' -%}
    {{- return("case when isnan(" ~ value ~ ") then 'NaN' else (" ~ value ~ " + 0.0::double)::bit::varchar end") -}}
  {%- elif family == 'timestamp' -%}
    {{- return("case when isfinite(" ~ column ~ "::timestamp) then strftime(" ~ column ~ "::timestamp, '%Y-%m-%d %H:%M:%S.%f') else " ~ text ~ " end") -}}
  {%- elif family == 'timestamptz' -%}
    {%- set moment = 'make_timestamp(epoch_us(' ~ column ~ '))' -%}
    {{- return("case when isfinite(" ~ column ~ ") then strftime(" ~ moment ~ ", '%Y-%m-%d %H:%M:%S.%f') else " ~ text ~ " end") -}}
  {%- elif family == 'time' -%}
    {{- return("strftime(date '2000-01-01' + " ~ column ~ "::time, '%H:%M:%S.%f')") -}}
  {%- elif family == 'bytes' -%}
    {{- return('lower(hex(' ~ column ~ '))') -}}
  {%- else -%}
    {{- return(text) -}}
  {%- endif -%}
{% endmacro %}

{% macro postgres__sluice_canonical(column, family, type) %}
  {%- if family == 'number' -%}
    {%- if 'int' in type -%}{{- return(column ~ '::text') -}}{%- endif -%}
    {{- return('trim_scale(' ~ column ~ '::numeric)::text') -}}
  {%- elif family == 'float' -%}
    {%- set value = column ~ '::double precision' -%}
    {{- return("case when " ~ value ~ " = 'NaN' then 'NaN' else ('x' || encode(float8send(" ~ value ~ " + 0), 'hex'))::bit(64)::text end") -}}
  {%- elif family in ('timestamp', 'timestamptz') -%}
    {%- set moment = column ~ (" at time zone 'UTC'" if 'with time zone' in type else '::timestamp') -%}
    {{- return("case when isfinite(" ~ column ~ ") then to_char(" ~ moment ~ ", 'YYYY-MM-DD HH24:MI:SS.US') else " ~ column ~ "::text end") -}}
  {%- elif family == 'time' -%}
    {{- return("to_char(" ~ column ~ "::time, 'HH24:MI:SS.US')") -}}
  {%- elif family == 'bytes' -%}
    {{- return("encode(" ~ column ~ ", 'hex')") -}}
  {%- else -%}
    {{- return(column ~ '::text') -}}
  {%- endif -%}
{% endmacro %}

{# The same for people to read: floating-point numbers with their digits. #}
{% macro sluice_readable(column, family, type) %}
  {%- if family == 'float' -%}
    {{- return('cast(cast(' ~ column ~ ' as double precision) as ' ~ dbt.type_string() ~ ')') -}}
  {%- else -%}
    {{- return(sluice_canonical(column, family, type)) -}}
  {%- endif -%}
{% endmacro %}

{# Fields as one text in which each can be told from its neighbours, nulls included. #}
{% macro sluice_row_text(fields) %}
  {%- set parts = [] -%}
  {%- for field in fields -%}
    {%- set text = sluice_canonical(field['sql'], field['family'], field['type']) -%}
    {%- set text = 'replace(' ~ text ~ ', chr(31), chr(31) || chr(31))' if field['family'] in ('text', 'other') else text -%}
    {%- do parts.append("coalesce('v' || " ~ text ~ ", 'n')") -%}
  {%- endfor -%}
  {{- return(parts | join(' || chr(31) || ')) -}}
{% endmacro %}
