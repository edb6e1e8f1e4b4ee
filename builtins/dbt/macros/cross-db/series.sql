{# Rows out of nothing: the numbers 1 to n, and the dates of a range. #}
{% macro generate_series(upper_bound) %}
  {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{% endmacro %}

{# Counts in binary: one cross-joined pair of rows per digit. #}
{% macro default__generate_series(upper_bound) %}
  {%- set digits = [] -%}
  {%- set tables = [] -%}
  {%- for digit in range(dbt.get_powers_of_two(upper_bound)) -%}
    {%- do digits.append('p' ~ digit ~ '.generated_number * power(2, ' ~ digit ~ ')') -%}
    {%- do tables.append('p as p' ~ digit) -%}
  {%- endfor %}
    with p as (
        select 0 as generated_number union all select 1
    ), unioned as (
    select
    {{ digits | join(' + ') }}
    + 1
    as generated_number
    from
    {{ tables | join(' cross join ') }}
    )
    select *
    from unioned
    where generated_number <= {{ upper_bound }}
    order by generated_number
{% endmacro %}


{# How many binary digits are needed to count that far. #}
{% macro get_powers_of_two(upper_bound) %}
  {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{% endmacro %}

{% macro default__get_powers_of_two(upper_bound) %}
  {%- if upper_bound <= 0 -%}
    {%- do exceptions.raise_compiler_error('upper bound must be positive') -%}
  {%- endif -%}
  {%- for digits in range(1, 100) if upper_bound <= 2 ** digits -%}
    {{ return(digits) }}
  {%- endfor -%}
{% endmacro %}


{% macro date_spine(datepart, start_date, end_date) %}
  {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) %}
  {%- set steps = dbt.get_intervals_between(start_date, end_date, datepart) -%}
  {%- set step = dbt.dateadd(datepart, 'row_number() over (order by 1) - 1', start_date) %}
    with rawdata as (
        {{ dbt.generate_series(steps) }}
    ),
    all_periods as (
        select (
            {{ step }}
        ) as date_{{ datepart }}
        from rawdata
    ),
    filtered as (
        select *
        from all_periods
        where date_{{ datepart }} <= {{ end_date }}
    )
    select * from filtered
{% endmacro %}


{# Asked of the warehouse, since both ends may be expressions. #}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
  {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
  {%- call statement('get_intervals_between', fetch_result=True) -%}
    select {{ dbt.datediff(start_date, end_date, datepart) }}
  {%- endcall -%}
  {%- set answer = load_result('get_intervals_between') -%}
  {{ return(answer['data'][0][0] if answer and answer['data'] else 1) }}
{%- endmacro %}
