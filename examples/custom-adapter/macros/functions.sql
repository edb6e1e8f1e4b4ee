{# Dates and times are ISO texts: `2024-02-29`, `2024-02-29 12:34:56.789012`. The parts of a second are kept as they are. #}
{% macro sqlite__current_timestamp() -%}
  strftime('%Y-%m-%d %H:%M:%f', 'now')
{%- endmacro %}

{% macro sqlite__snapshot_string_as_time(timestamp) -%}
  {{ return("'" ~ timestamp ~ "'") }}
{%- endmacro %}

{% macro sqlite__date(year, month, day) -%}
  date('{{ modules.datetime.date(year, month, day) }}')
{%- endmacro %}

{# `floor`: a month after 31 January is the last of February. #}
{% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
  {%- set unit = datepart | lower -%}
  {%- set factor = {'quarter': 3, 'week': 7}.get(unit, 1) -%}
  {%- set unit = {'quarter': 'month', 'week': 'day'}.get(unit, unit) -%}
  (datetime({{ from_date_or_timestamp }}, (cast({{ interval }} as integer) * {{ factor }}) || ' {{ unit }}s', 'floor')
    || substr({{ from_date_or_timestamp }}, 20))
{%- endmacro %}

{# Boundaries crossed; weeks begin on Sunday. #}
{% macro sqlite__datediff(first_date, second_date, datepart) -%}
  {%- set unit = datepart | lower -%}
  {%- if unit in ('second', 'minute', 'hour') -%}
    {%- set seconds = {'second': 1, 'minute': 60, 'hour': 3600}[unit] -%}
    (cast(strftime('%s', {{ second_date }}) as integer) / {{ seconds }} - cast(strftime('%s', {{ first_date }}) as integer) / {{ seconds }})
  {%- elif unit == 'day' -%}
    cast(julianday(date({{ second_date }})) - julianday(date({{ first_date }})) as integer)
  {%- elif unit == 'week' -%}
    cast((julianday(date({{ second_date }}, '-6 days', 'weekday 0')) - julianday(date({{ first_date }}, '-6 days', 'weekday 0'))) / 7 as integer)
  {%- elif unit in ('month', 'quarter', 'year') -%}
    {%- set months = {'month': 1, 'quarter': 3, 'year': 12}[unit] -%}
    ({{ sqlite_months(second_date) }} / {{ months }} - {{ sqlite_months(first_date) }} / {{ months }})
  {%- else -%}
    {%- do exceptions.raise_compiler_error('datediff does not know the date part ' ~ datepart) -%}
  {%- endif -%}
{%- endmacro %}

{% macro sqlite_months(date) -%}
  (cast(strftime('%Y', {{ date }}) as integer) * 12 + cast(strftime('%m', {{ date }}) as integer) - 1)
{%- endmacro %}

{% macro sqlite__date_trunc(datepart, date) -%}
  {%- set formats = {
    'second': '%Y-%m-%d %H:%M:%S', 'minute': '%Y-%m-%d %H:%M:00', 'hour': '%Y-%m-%d %H:00:00',
    'day': '%Y-%m-%d 00:00:00', 'month': '%Y-%m-01 00:00:00', 'year': '%Y-01-01 00:00:00',
  } -%}
  {%- set unit = datepart | lower -%}
  {%- if unit in formats -%}
    strftime('{{ formats[unit] }}', {{ date }})
  {%- elif unit == 'week' -%}
    strftime('%Y-%m-%d 00:00:00', {{ date }}, '-6 days', 'weekday 1')
  {%- elif unit == 'quarter' -%}
    strftime('%Y-%m-01 00:00:00', {{ date }}, 'start of month', '-' || ({{ sqlite_months(date) }} % 3) || ' months')
  {%- else -%}
    {%- do exceptions.raise_compiler_error('date_trunc does not know the date part ' ~ datepart) -%}
  {%- endif -%}
{%- endmacro %}

{% macro sqlite__last_day(date, datepart) -%}
  date({{ dbt.dateadd(datepart, 1, dbt.date_trunc(datepart, date)) }}, '-1 day')
{%- endmacro %}


{# To a time, what is text stays text; SQLite would make a number of it. #}
{% macro sqlite__cast(field, type) -%}
  {%- set name = type | lower -%}
  {%- if name == 'untyped' -%}
    {{ field }}
  {%- elif name == 'date' -%}
    date({{ field }})
  {%- elif name.startswith('timestamp') or name.startswith('datetime') -%}
    case when length({{ field }}) = 10 then {{ field }} || ' 00:00:00' else cast({{ field }} as text) end
  {%- elif name.startswith('bool') -%}
    case lower({{ field }}) when 'true' then 1 when 'false' then 0 else cast({{ field }} as integer) end
  {%- else -%}
    cast({{ field }} as {{ type }})
  {%- endif -%}
{%- endmacro %}

{% macro sqlite__safe_cast(field, type) -%}
  {{ sqlite__cast(field, type) }}
{%- endmacro %}

{% macro sqlite__cast_bool_to_text(field) %}
  case when {{ field }} then 'true' when not {{ field }} then 'false' end
{% endmacro %}

{% macro sqlite__any_value(expression) -%}
  max({{ expression }})
{%- endmacro %}

{% macro sqlite__bool_or(expression) -%}
  max({{ expression }})
{%- endmacro %}

{% macro sqlite__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
  {%- if limit_num -%}
    {%- do exceptions.raise_compiler_error('listagg with a limit is not implemented for sqlite') -%}
  {%- endif -%}
  group_concat({{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }})
{%- endmacro %}

{% macro sqlite__position(substring_text, string_text) -%}
  instr({{ string_text }}, {{ substring_text }})
{%- endmacro %}

{% macro sqlite__right(string_text, length_expression) -%}
  case when {{ length_expression }} = 0 then '' else substr({{ string_text }}, -({{ length_expression }})) end
{%- endmacro %}

{% macro sqlite__generate_series(upper_bound) %}
  with recursive series(generated_number) as (
    select 1 union all select generated_number + 1 from series where generated_number < {{ upper_bound }}
  )
  select generated_number from series
{% endmacro %}
