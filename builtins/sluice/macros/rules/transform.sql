{#
  A query → the same query with some values of its columns replaced. `replacements` is a list of {column, cases}, each case with
  `old` (null for nothing), `new` and `where` (SQL or none). The first case that fits a row counts.
#}
{% macro sluice_transform_columns(sql, replacements) %}
  {{- return(adapter.dispatch('sluice_transform_columns', 'sluice')(sql, replacements)) -}}
{% endmacro %}

{% macro default__sluice_transform_columns(sql, replacements) %}
  {{- return(sluice.sluice_transform_listed(sql, replacements)) -}}
{% endmacro %}

{% macro duckdb__sluice_transform_columns(sql, replacements) %}
  {{- return(sluice.sluice_transform_starred(sql, replacements)) -}}
{% endmacro %}

{% macro snowflake__sluice_transform_columns(sql, replacements) %}
  {{- return(sluice.sluice_transform_starred(sql, replacements)) -}}
{% endmacro %}


{# The line break behind the query matters: it may end in a comment. #}
{% macro sluice_transform_starred(sql, replacements) %}
  {%- set changed = [] -%}
  {%- for replacement in replacements -%}
    {%- set column = sluice.sluice_rule_column(replacement.get('column')) -%}
    {%- do changed.append(sluice.sluice_replaced(column, replacement.get('cases')) ~ ' as ' ~ column) -%}
  {%- endfor -%}
  {{- return('select * replace (\n    ' ~ changed | join(',\n    ') ~ '\n)\nfrom (\n' ~ sql ~ '\n) as sluice_rows') -}}
{% endmacro %}

{# Where a query cannot replace columns of a star, all are listed as the warehouse tells them. #}
{% macro sluice_transform_listed(sql, replacements) %}
  {%- set found = [] -%}
  {%- set listed = [] -%}
  {%- for column in get_column_schema_from_query(sql, config.get('sql_header', none)) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- set own = replacements | selectattr('column', 'equalto', column.name) | first -%}
    {%- if own is defined and own -%}
      {%- do found.append(column.name) -%}
      {%- do listed.append(sluice.sluice_replaced(name, own.get('cases')) ~ ' as ' ~ name) -%}
    {%- else -%}
      {%- do listed.append(name) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- for replacement in replacements if replacement.get('column') not in found -%}
    {%- do exceptions.raise_compiler_error("a rule replaces values of the column '" ~ replacement.get('column') ~ "', which the query does not have") -%}
  {%- endfor -%}
  {{- return('select\n    ' ~ listed | join(',\n    ') ~ '\nfrom (\n' ~ sql ~ '\n) as sluice_rows') -}}
{% endmacro %}

{% macro sluice_replaced(column, cases) %}
  {%- set whens = [] -%}
  {%- for case in cases -%}
    {%- set old = case.get('old') -%}
    {%- set fits = column ~ (' is null' if old is none else ' = ' ~ sluice.sluice_literal(old)) -%}
    {%- if case.get('where') -%}
      {%- set fits = '(' ~ case.get('where') ~ ') and ' ~ fits -%}
    {%- endif -%}
    {%- do whens.append('when ' ~ fits ~ ' then ' ~ sluice.sluice_literal(case.get('new'))) -%}
  {%- endfor -%}
  {{- return('case ' ~ whens | join(' ') ~ ' else ' ~ column ~ ' end') -}}
{% endmacro %}
