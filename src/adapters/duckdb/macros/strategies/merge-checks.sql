{# All that is wrong with a model's merge configs, told at once. #}
{% macro validate_merge_config(config, target_relation=none) %}
  {%- set fields = {
    'string': ['merge_update_condition', 'merge_insert_condition'],
    'list': ['merge_on_using_columns', 'merge_update_columns', 'merge_exclude_columns', 'merge_returning_columns'],
    'dictionary': ['merge_update_set_expressions'],
  } -%}
  {%- set checks = {'string': validate_string_field, 'list': validate_string_list_field, 'dictionary': validate_dict_field} -%}
  {%- set errors = [] -%}
  {%- for kind, names in fields.items() -%}
    {%- for name in names -%}
      {%- set check = checks[kind] -%}
      {%- do check(config.get(name), name, errors) -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- do validate_merge_clauses(config, fields, errors) -%}
  {%- if not errors -%}
    {%- do validate_ducklake_restrictions(config, target_relation, errors) -%}
  {%- endif -%}
  {%- if errors -%}
    {%- do exceptions.raise_compiler_error('MERGE configuration errors:\n' ~ (errors | join('\n'))) -%}
  {%- endif -%}
{% endmacro %}


{%- macro validate_string_field(field_value, field_name, errors) -%}
  {%- if field_value is not none and field_value is not string -%}
    {%- do errors.append(field_name ~ ' must be a string, found: ' ~ field_value) -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_string_list_field(field_value, field_name, errors) -%}
  {%- if field_value is none -%}
    {{ return('') }}
  {%- elif field_value is string or field_value is mapping or field_value is not sequence -%}
    {%- do errors.append(field_name ~ ' must be a list') -%}
    {{ return('') }}
  {%- endif -%}
  {%- for item in field_value | reject('string') -%}
    {%- do errors.append(field_name ~ ' must contain only string values, found: ' ~ item) -%}
  {%- endfor -%}
{%- endmacro -%}

{%- macro validate_dict_field(field_value, field_name, errors) -%}
  {%- if not (field_value is none or field_value is mapping) -%}
    {%- do errors.append(field_name ~ ' must be a dictionary, not ' ~ field_value) -%}
  {%- endif -%}
{%- endmacro -%}


{# Clauses written out make the shorter configs meaningless: having both is a misunderstanding. #}
{%- macro validate_merge_clauses(config, base_configuration_fields, errors) -%}
  {%- set clauses = config.get('merge_clauses') -%}
  {%- if clauses is none -%}
    {{ return('') }}
  {%- elif clauses is not mapping -%}
    {%- do errors.append('merge_clauses must be a dictionary, found: ' ~ clauses) -%}
    {{ return('') }}
  {%- endif -%}
  {%- set given = ['when_matched', 'when_not_matched'] | select('in', clauses) | list -%}
  {%- if not given -%}
    {%- do errors.append("merge_clauses must contain at least one of 'when_matched' or 'when_not_matched' keys") -%}
  {%- endif -%}
  {%- for name in given -%}
    {%- do validate_merge_clause_list(clauses, name, errors) -%}
  {%- endfor -%}
  {%- set ignored = [] -%}
  {%- for names in base_configuration_fields.values() -%}
    {%- for name in names if config.get(name) and name not in ['merge_on_using_columns', 'merge_returning_columns'] -%}
      {%- do ignored.append(name) -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- if ignored -%}
    {%- do errors.append('merge_clauses says all there is to do; remove these, which would be ignored: ' ~ (ignored | join(', '))) -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_merge_clause_list(merge_clauses, clause_type, errors) -%}
  {%- set clauses = merge_clauses.get(clause_type) -%}
  {%- set name = 'merge_clauses.' ~ clause_type -%}
  {%- if clauses is string or clauses is mapping or clauses is not sequence -%}
    {%- do errors.append(name ~ ' must be a list') -%}
  {%- elif not clauses -%}
    {%- do errors.append(name ~ ' must contain at least one element') -%}
  {%- else -%}
    {%- for clause in clauses | reject('mapping') -%}
      {%- do errors.append(name ~ ' elements must be dictionaries, found: ' ~ clause) -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro -%}

{%- macro validate_ducklake_restrictions(config, target_relation, errors) -%}
  {%- if not target_relation or not adapter.is_ducklake(target_relation) -%}
    {{ return('') }}
  {%- endif -%}
  {%- if config.get('merge_returning_columns') -%}
    {%- do errors.append('DuckLake has no RETURNING: remove merge_returning_columns') -%}
  {%- endif -%}
  {%- set clauses = config.get('merge_clauses') or {} -%}
  {%- set all_clauses = clauses.get('when_matched', []) + clauses.get('when_not_matched', []) -%}
  {%- set changing = all_clauses | selectattr('action', 'defined') | selectattr('action', 'in', ['update', 'delete']) | list -%}
  {%- if changing | length > 1 -%}
    {%- do errors.append('DuckLake takes one UPDATE or DELETE action in a MERGE, found ' ~ (changing | length)) -%}
  {%- endif -%}
{%- endmacro -%}
