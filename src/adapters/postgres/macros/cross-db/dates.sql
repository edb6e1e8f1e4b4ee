{# An interval times a number works for columns as well as for literals; there is no interval of quarters. #}
{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) %}
  {%- set unit = '3 month' if datepart | lower == 'quarter' else '1 ' ~ datepart %}

    {{ from_date_or_timestamp }} + ((interval '{{ unit }}') * ({{ interval }}))

{% endmacro %}


{# Boundaries crossed, each unit counted in the next larger one. Weeks begin on Sunday. #}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
  {%- set larger = {
    'quarter': ['year', 4], 'month': ['year', 12],
    'hour': ['day', 24], 'minute': ['hour', 60], 'second': ['minute', 60],
    'millisecond': ['minute', 60000], 'microsecond': ['minute', 60000000],
  } -%}
  {%- set type = 'date' if datepart in ('year', 'quarter', 'month') else 'timestamp' -%}
  {%- set first = "date_part('" ~ datepart ~ "', (" ~ first_date ~ ")::" ~ type ~ ")" -%}
  {%- set second = "date_part('" ~ datepart ~ "', (" ~ second_date ~ ")::" ~ type ~ ")" -%}
  {%- if datepart in ('second', 'millisecond', 'microsecond') -%}
    {%- set first = 'floor(' ~ first ~ ')' -%}
    {%- set second = 'floor(' ~ second ~ ')' -%}
  {%- endif -%}
  {%- if datepart == 'year' %}
        ({{ second }} - {{ first }})
    {% elif datepart == 'day' %}
        (({{ second_date }})::date - ({{ first_date }})::date)
    {% elif datepart == 'week' %}
        ({{ datediff(first_date, second_date, 'day') }} / 7 + case
            when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp) then
                case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
            else
                case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
        end)
    {% elif datepart in larger %}
        ({{ datediff(first_date, second_date, larger[datepart][0]) }} * {{ larger[datepart][1] }} + {{ second }} - {{ first }})
    {% else %}
        {%- do exceptions.raise_compiler_error("Unsupported datepart for macro datediff in postgres: '" ~ datepart ~ "'") -%}
    {% endif %}
{%- endmacro %}


{% macro postgres__last_day(date, datepart) -%}
  {{ dbt.default_last_day(date, datepart) }}
{%- endmacro %}
