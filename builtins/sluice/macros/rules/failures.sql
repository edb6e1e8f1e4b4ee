{#
  The rows that break a rule. Of uniqueness one row for each value that stands there more than once, with how many rows have it,
  to be summed up as sluice_row_count: a hash of the values is cheaper than a window over the whole table.
#}
{% macro sluice_rule_failures(model, rule) %}
  {{- return(adapter.dispatch('sluice_rule_failures', 'sluice')(model, rule)) -}}
{% endmacro %}

{% macro default__sluice_rule_failures(model, rule) %}
  {%- if rule.get('kind') != 'uniqueness' -%}
    {{- return(
      'select sluice_rows.*\nfrom (select * from ' ~ model ~ ') as sluice_rows\nwhere ' ~ sluice.sluice_rule_broken(rule, 'sluice_rows')
    ) -}}
  {%- endif -%}
  {%- set columns = [] -%}
  {%- set given = [] -%}
  {%- for name in rule.get('columns') -%}
    {%- set column = sluice.sluice_rule_column(name) -%}
    {%- do columns.append(column) -%}
    {%- do given.append(column ~ ' is not null') -%}
  {%- endfor -%}
  {%- if rule.get('where') -%}{%- do given.append('(' ~ rule.get('where') ~ ')') -%}{%- endif -%}
  {%- set listed = columns | join(', ') -%}
  {{- return(
    'select ' ~ listed ~ ', count(*) as sluice_row_count\nfrom ' ~ model ~ '\nwhere ' ~ given | join(' and ')
    ~ '\ngroup by ' ~ listed ~ '\nhaving count(*) > 1'
  ) -}}
{% endmacro %}

{# One row: how many rows break a rule, and of how many; `where` of the rule leaves out the others. #}
{% macro sluice_rule_counts(model, rule) %}
  {%- set fail_calc = 'coalesce(sum(sluice_row_count), 0)' if rule.get('kind') == 'uniqueness' else 'count(*)' -%}
  {%- set held = model ~ (' where ' ~ rule.get('where') if rule.get('where') else '') -%}
  {{- return(
    'select\n    (select ' ~ fail_calc ~ ' from (\n' ~ sluice.sluice_rule_failures(model, rule)
    ~ '\n) as sluice_broken) as failures,\n    (select count(*) from ' ~ held ~ ') as sluice_tested_rows'
  ) -}}
{% endmacro %}
