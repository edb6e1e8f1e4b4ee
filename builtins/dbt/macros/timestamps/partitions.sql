{% macro convert_datetime(date_str, date_fmt) %}
  {%- set problem = "'" ~ date_str ~ "' is no date of the form '" ~ date_fmt ~ "'" -%}
  {{ return(try_or_compiler_error(problem, modules.datetime.datetime.strptime, date_str | trim, date_fmt)) }}
{% endmacro %}


{# Every day from the first to the last, as text, or as datetimes where out_fmt is empty. #}
{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt="%Y%m%d", out_fmt="%Y%m%d") %}
  {%- set first = convert_datetime(start_date_str, in_fmt) -%}
  {%- set last = first if end_date_str is none else convert_datetime(end_date_str, in_fmt) -%}
  {%- set days = (last - first).days -%}
  {%- if days < 0 -%}
    {%- do exceptions.raise_compiler_error('A range of dates ends before it starts: ' ~ first ~ ' to ' ~ last) -%}
  {%- endif -%}
  {%- set dates = [] -%}
  {%- for offset in range(days + 1) -%}
    {%- set day = first + modules.datetime.timedelta(days=offset) -%}
    {%- do dates.append(day.strftime(out_fmt) if out_fmt else day) -%}
  {%- endfor -%}
  {{ return(dates) }}
{% endmacro %}


{# `20240101` or `20240101,20240131`. #}
{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') %}
  {%- set ends = (raw_partition_date | string).split(',') -%}
  {%- if ends | length > 2 -%}
    {%- do exceptions.raise_compiler_error('A partition is a date or two with a comma between, not ' ~ raw_partition_date) -%}
  {%- endif -%}
  {{ return(dates_in_range(ends[0], ends[1] if ends | length == 2 else none, in_fmt=date_fmt)) }}
{% endmacro %}


{# A name part no other run has. #}
{% macro py_current_timestring() %}
  {%- do return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) -%}
{% endmacro %}
