{# An interval times a number works for columns as well as for literals; quarters and weeks are counted in months and days. #}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) %}
  {%- set unit = datepart | lower -%}
  {%- set count = 'cast(' ~ interval ~ ' as bigint)' -%}
  {%- set in_other_units = {'quarter': ['(' ~ count ~ ' * 3)', 'month'], 'week': ['(' ~ count ~ ' * 7)', 'day']} -%}
  {%- set count, unit = in_other_units.get(unit, [count, unit]) %}

    ({{ from_date_or_timestamp }} + {{ count }} * interval 1 {{ unit }})
{%- endmacro %}


{# Boundaries crossed. Weeks begin on Sunday, as elsewhere in these functions. #}
{% macro duckdb__datediff(first_date, second_date, datepart) -%}
  {%- if datepart == 'week' %}
            ({{ datediff(first_date, second_date, 'day') }} // 7 + case
            when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
                case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
            else
                case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
        end)
    {% else %}
        (date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp ))
    {% endif %}
{%- endmacro %}


{% macro duckdb__last_day(date, datepart) -%}
  {%- set step = ['month', '3'] if datepart == 'quarter' else [datepart, '1'] -%}
  cast(
        {{ dbt.dateadd('day', '-1', dbt.dateadd(step[0], step[1], dbt.date_trunc(datepart, date))) }}
        as date)
{%- endmacro %}
