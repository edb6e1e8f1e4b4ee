{# Both sides are added up, put under each other and brought together by group: so a group that only one of them has, and null, count. #}
{% macro sluice_reconcile_groups(model, against, totals) %}
  {{- return(adapter.dispatch('sluice_reconcile_groups', 'sluice')(model, against, totals)) -}}
{% endmacro %}

{% macro default__sluice_reconcile_groups(model, against, totals) %}
{%- set by = totals['here']['by'] -%}
{%- set names = [] -%}
{%- for each in by -%}
  {%- do names.append(each if modules.re.match('^[A-Za-z_][A-Za-z0-9_]*$', each) else 'group_' ~ loop.index) -%}
{%- endfor -%}
{%- set tolerance = totals['tolerance'] -%}
{%- set most = tolerance['value'] ~ (' * abs(total_there)' if tolerance['by'] == 'share' else '') -%}
with sides as (
  {{ sluice_reconcile_side(model, totals['here'], names, true) }}
  union all
  {{ sluice_reconcile_side(against, totals['there'], names, false) }}
),
brought_together as (
  select
    {%- for name in names %} {{ name }},{% endfor %}
    coalesce(sum(total_here), 0) as total_here, coalesce(sum(total_there), 0) as total_there,
    sum(is_here) as is_here, sum(is_there) as is_there
  from sides
  {%- if names %}
  group by {{ names | join(', ') }}
  {%- endif %}
)
select
  {%- for name in names %} {{ name }},{% endfor %}
  total_here, total_there, total_here - total_there as difference,
  {{ sluice_reconcile_words(names, against) }} as explanation
from brought_together
where abs(total_here - total_there) > {{ most }}
{% endmacro %}

{% macro sluice_reconcile_side(relation, side, names, here) %}
  select
    {%- for expression in side['by'] %} {{ expression }} as {{ names[loop.index0] }},{% endfor %}
    {{ sluice_reconcile_total(side) if here else 'null' }} as total_here,
    {{ 'null' if here else sluice_reconcile_total(side) }} as total_there,
    {{ 1 if here else 0 }} as is_here, {{ 0 if here else 1 }} as is_there
  from {{ relation }}
  {% if side['where'] %}where {{ side['where'] }}{% endif %}
  {%- if side['by'] %}
  group by {{ range(1, side['by'] | length + 1) | join(', ') }}
  {%- endif %}
{% endmacro %}

{% macro sluice_reconcile_total(side) %}
  {%- if side['measure'] == 'sum' -%}
    {{- return('sum(' ~ side['of'] ~ ')') -}}
  {%- elif side['measure'] == 'distinct' -%}
    {{- return('count(distinct ' ~ side['of'] ~ ')') -}}
  {%- else -%}
    {{- return('count(' ~ side['of'] ~ ')') -}}
  {%- endif -%}
{% endmacro %}

{# `2026-11-20: 100.00 here, 101.50 in "dev"."tickets", -1.50 apart`. #}
{% macro sluice_reconcile_words(names, against) %}
  {%- set parts = [] -%}
  {%- for name in names -%}
    {%- do parts.append("coalesce(" ~ sluice_reconcile_text(name) ~ ", 'null')") -%}
    {%- do parts.append("', '" if not loop.last else "': '") -%}
  {%- endfor -%}
  {%- set other = sluice_literal(against | string) -%}
  {%- set here = sluice_reconcile_text('total_here') -%}
  {%- do parts.append("case when is_here = 0 then 'nothing here' else " ~ here ~ " || ' here' end") -%}
  {%- do parts.append("', '") -%}
  {%- do parts.append("case when is_there = 0 then 'nothing in ' else " ~ sluice_reconcile_text('total_there') ~ " || ' in ' end") -%}
  {%- do parts.append(other) -%}
  {%- do parts.append("', ' || " ~ sluice_reconcile_text('total_here - total_there') ~ " || ' apart'") -%}
  {{- return(parts | join(' || ')) -}}
{% endmacro %}

{% macro sluice_reconcile_text(expression) %}
  {{- return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -}}
{% endmacro %}
