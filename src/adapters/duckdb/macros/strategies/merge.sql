{#
  MERGE with as much of DuckDB's grammar as configs can reach: conditions on the two usual clauses, columns to update
  or to leave, expressions for some of them, or in `merge_clauses` the clauses themselves.
#}
{% macro duckdb__get_incremental_merge_sql(args_dict) %}
  {{ return(duckdb__get_merge_sql(
    args_dict['target_relation'],
    args_dict['temp_relation'],
    args_dict['unique_key'],
    args_dict['dest_columns'],
    args_dict.get('incremental_predicates')
  )) }}
{% endmacro %}

{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- do validate_merge_config(config, target) -%}
  {%- set usual = duckdb__usual_merge_clauses() -%}
  {%- set clauses = config.get('merge_clauses', {}) or {} -%}
  {%- set returning = config.get('merge_returning_columns') -%}
  {{ config.get('sql_header', none) or '' }}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  {{ duckdb__merge_join_clause(unique_key, config.get('merge_on_using_columns'), normalize_incremental_predicates(incremental_predicates)) }}
  {%- for clause in clauses.get('when_matched', usual['when_matched']) %}
  when matched {{ duckdb__merge_condition(clause) }} then
    {{ duckdb__merge_action(clause, dest_columns, true) }}
  {%- endfor %}
  {%- for clause in clauses.get('when_not_matched', usual['when_not_matched']) %}
  when not matched {{ 'by ' ~ (clause['by'] | lower) if clause.get('by') }} {{ duckdb__merge_condition(clause) }} then
    {{ duckdb__merge_action(clause, dest_columns, false) }}
  {%- endfor %}
  {{ 'returning ' ~ (returning | join(', ')) if returning }}
{% endmacro %}


{# USING takes the key columns itself; then the predicates are all that is left for ON. #}
{% macro duckdb__merge_join_clause(unique_key, merge_on_using_columns, incremental_predicates) -%}
  {%- set filters = incremental_predicates or [] -%}
  {%- if merge_on_using_columns -%}
    using ({{ merge_on_using_columns | join(', ') }}) {{- ' on (' ~ (filters | join(') and (')) ~ ')' if filters }}
  {%- else -%}
    on ({{ (merge_key_conditions(unique_key) + filters) | join(') and (') }})
  {%- endif -%}
{%- endmacro %}


{# Update what matches and insert the rest, both by column name unless the columns to update are told. #}
{% macro duckdb__usual_merge_clauses() %}
  {%- set update = {
    'include': config.get('merge_update_columns') or [],
    'exclude': config.get('merge_exclude_columns') or [],
    'set_expressions': config.get('merge_update_set_expressions') or {},
  } -%}
  {%- set told = update['include'] or update['exclude'] or update['set_expressions'] -%}
  {{ return({
    'when_matched': [{
      'action': 'update',
      'condition': config.get('merge_update_condition'),
      'mode': 'explicit' if told else 'by_name',
      'update': update,
    }],
    'when_not_matched': [{'action': 'insert', 'condition': config.get('merge_insert_condition'), 'mode': 'by_name'}],
  }) }}
{% endmacro %}

{% macro merge_clause_defaults(merge_update_condition, merge_insert_condition, merge_update_columns=[], merge_exclude_columns=[], merge_update_set_expressions={}) -%}
  {%- set update = {'include': merge_update_columns, 'exclude': merge_exclude_columns, 'set_expressions': merge_update_set_expressions} -%}
  {{ return({
    'when_matched_update_by_name': {'action': 'update', 'condition': merge_update_condition, 'mode': 'by_name'},
    'when_matched_update_explicit': {'action': 'update', 'condition': merge_update_condition, 'mode': 'explicit', 'update': update},
    'when_not_matched_insert_by_name': {'action': 'insert', 'condition': merge_insert_condition, 'mode': 'by_name'},
  }) }}
{%- endmacro %}


{% macro duckdb__merge_condition(clause) -%}
  {%- set condition = clause.get('condition') -%}
  {%- if condition -%}
    and {{ condition if condition is string else '(' ~ (condition | join(') and (')) ~ ')' }}
  {%- endif -%}
{%- endmacro %}

{% macro duckdb__merge_action(clause, dest_columns, matched) -%}
  {%- set action = clause.get('action') -%}
  {%- set mode = clause.get('mode') -%}
  {%- set modes = {'by_name': 'by name', 'by_position': 'by position', 'star': 'set *' if action == 'update' else '*'} -%}
  {%- if action == 'delete' -%}
    delete
  {%- elif action == 'do_nothing' -%}
    do nothing
  {%- elif action == 'error' -%}
    error {{ "'" ~ (clause['error_message'] | replace("'", "''")) ~ "'" if clause.get('error_message') }}
  {%- elif action == 'update' and not matched -%}
    update set {{ duckdb__merge_assignments(clause.get('set_expressions') or {}, []) }}
  {%- elif mode in modes -%}
    {{ action }} {{ modes[mode] }}
  {%- elif action == 'update' and mode == 'explicit' -%}
    {%- set update = clause.get('update') or {} -%}
    {%- set columns = get_merge_update_columns(update.get('include') or [], update.get('exclude') or [], dest_columns) -%}
    update set {{ duckdb__merge_assignments(update.get('set_expressions') or {}, columns) }}
  {%- elif action == 'insert' and mode == 'explicit' -%}
    {%- set insert = clause.get('insert') or {} -%}
    insert ({{ (insert.get('columns') or []) | join(', ') }}) values ({{ (insert.get('values') or []) | join(', ') }})
  {%- endif -%}
{%- endmacro %}

{# An expression for a column goes before the column's own value. #}
{% macro duckdb__merge_assignments(expressions, columns) -%}
  {%- set parts = [] -%}
  {%- for column, expression in expressions.items() -%}
    {%- do parts.append(column ~ ' = ' ~ expression) -%}
  {%- endfor -%}
  {%- for column in columns if column | replace('"', '') | replace("'", '') not in expressions -%}
    {%- do parts.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
  {%- endfor -%}
  {{ parts | join(', ') }}
{%- endmacro %}
