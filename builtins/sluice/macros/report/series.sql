{# Aggregates over the rows from one day until another (exclusive), by day or over all of them; the first column is the day as text. #}
{% macro sluice_report_figures(relation, date_expression, expressions, from_day, until_day, by_day) %}
  {{- return(adapter.dispatch('sluice_report_figures', 'sluice')(relation, date_expression, expressions, from_day, until_day, by_day)) -}}
{% endmacro %}

{% macro default__sluice_report_figures(relation, date_expression, expressions, from_day, until_day, by_day) %}
{%- set day = 'cast(' ~ date_expression ~ ' as date)' -%}
select {{ 'cast(' ~ day ~ ' as ' ~ dbt.type_string() ~ ')' if by_day else "'all'" }} as part
  {%- for expression in expressions %}, {{ expression }} as figure_{{ loop.index }}{% endfor %}
from {{ relation }}
where {{ day }} >= cast({{ sluice_literal(from_day) }} as date) and {{ day }} < cast({{ sluice_literal(until_day) }} as date)
{%- if by_day %}
group by {{ day }}
{%- endif %}
{% endmacro %}

{# The newest day there is, before a day. #}
{% macro sluice_report_newest(relation, date_expression, before_day) %}
  {{- return(adapter.dispatch('sluice_report_newest', 'sluice')(relation, date_expression, before_day)) -}}
{% endmacro %}

{% macro default__sluice_report_newest(relation, date_expression, before_day) %}
{%- set day = 'cast(' ~ date_expression ~ ' as date)' -%}
select cast(max({{ day }}) as {{ dbt.type_string() }}) as newest
from {{ relation }}
where {{ day }} < cast({{ sluice_literal(before_day) }} as date)
{% endmacro %}

{# Who causes most of something: groups of rows between two days by a column, the most first. #}
{% macro sluice_report_offenders(relation, date_expression, column, expression, from_day, until_day, most) %}
  {{- return(adapter.dispatch('sluice_report_offenders', 'sluice')(relation, date_expression, column, expression, from_day, until_day, most)) -}}
{% endmacro %}

{% macro default__sluice_report_offenders(relation, date_expression, column, expression, from_day, until_day, most) %}
{%- set day = 'cast(' ~ date_expression ~ ' as date)' -%}
select cast({{ column }} as {{ dbt.type_string() }}) as who, {{ expression }} as figure
from {{ relation }}
where {{ day }} >= cast({{ sluice_literal(from_day) }} as date) and {{ day }} < cast({{ sluice_literal(until_day) }} as date)
group by {{ column }}
order by 2 desc, 1
limit {{ most }}
{% endmacro %}
