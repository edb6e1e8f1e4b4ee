{# Statements with a mark for each value, row by row in the order of the columns. #}
{% macro sluice_history_insert(database, schema, table, columns, rows) %}
  {%- set relation = sluice.sluice_history_relation(database, schema, table) -%}
  {{- return(adapter.dispatch('sluice_history_insert', 'sluice')(relation, columns, rows)) -}}
{% endmacro %}

{% macro default__sluice_history_insert(relation, columns, rows) %}
  {%- set row = '(' ~ sluice.sluice_history_marks(columns) ~ ')' -%}
  {{- return('insert into ' ~ relation ~ ' (' ~ columns | map(attribute='name') | join(', ') ~ ') values ' ~ ([row] * rows) | join(', ')) -}}
{% endmacro %}

{# Casts are no part of a values clause there. #}
{% macro snowflake__sluice_history_insert(relation, columns, rows) %}
  {%- set mark = get_binding_char() | trim -%}
  {%- set casts = [] -%}
  {%- for column in columns -%}
    {%- do casts.append('cast(column' ~ loop.index ~ ' as ' ~ sluice.sluice_history_type(column.kind) ~ ')') -%}
  {%- endfor -%}
  {%- set row = '(' ~ ([mark] * (columns | length)) | join(', ') ~ ')' -%}
  {{- return(
    'insert into ' ~ relation ~ ' (' ~ columns | map(attribute='name') | join(', ') ~ ') select ' ~ casts | join(', ')
    ~ ' from values ' ~ ([row] * rows) | join(', ')
  ) -}}
{% endmacro %}

{# One row, unless one with the key is there: its value is bound last. #}
{% macro sluice_history_insert_once(database, schema, table, columns, key) %}
  {%- set relation = sluice.sluice_history_relation(database, schema, table) -%}
  {{- return(
    'insert into ' ~ relation ~ ' (' ~ columns | map(attribute='name') | join(', ') ~ ') select ' ~ sluice.sluice_history_marks(columns)
    ~ ' where not exists (select 1 from ' ~ relation ~ ' where ' ~ key ~ ' = ' ~ (get_binding_char() | trim) ~ ')'
  ) -}}
{% endmacro %}

{% macro sluice_history_marks(columns) %}
  {%- set mark = get_binding_char() | trim -%}
  {%- set marks = [] -%}
  {%- for column in columns -%}
    {%- do marks.append('cast(' ~ mark ~ ' as ' ~ sluice.sluice_history_type(column.kind) ~ ')') -%}
  {%- endfor -%}
  {{- return(marks | join(', ')) -}}
{% endmacro %}

{# Runs that started before; the last statement counts them. #}
{% macro sluice_history_prune(database, schema, before) %}
  {%- set runs = sluice.sluice_history_relation(database, schema, 'runs') -%}
  {%- set old = 'started_at < ' ~ sluice.sluice_history_moment(before) -%}
  {{- return([
    'delete from ' ~ sluice.sluice_history_relation(database, schema, 'node_results')
      ~ ' where run_id in (select run_id from ' ~ runs ~ ' where ' ~ old ~ ')',
    'delete from ' ~ runs ~ ' where ' ~ old
  ]) -}}
{% endmacro %}

{# Counts a row for the first who asks after `last`. #}
{% macro sluice_history_claim(database, schema, now, last) %}
  {%- set version = sluice.sluice_history_relation(database, schema, 'schema_version') -%}
  {{- return(
    'update ' ~ version ~ ' set pruned_at = ' ~ sluice.sluice_history_moment(now)
    ~ ' where pruned_at is null or pruned_at < ' ~ sluice.sluice_history_moment(last)
  ) -}}
{% endmacro %}

{% macro sluice_history_moment(iso) %}
  {{- return('cast(' ~ sluice.sluice_literal(iso) ~ ' as ' ~ sluice.sluice_history_type('moment') ~ ')') -}}
{% endmacro %}
