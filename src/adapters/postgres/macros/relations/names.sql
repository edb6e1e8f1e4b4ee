{#
  PostgreSQL cuts names at 63 bytes without a word, and two models would meet in one staged table. So the base name is
  shortened before the suffix is added.
#}
{% macro postgres__make_relation_with_suffix(base_relation, suffix, dstring) %}
  {%- set suffix = suffix ~ modules.datetime.datetime.now().strftime('%H%M%S%f') if dstring else suffix -%}
  {%- set longest = base_relation.relation_max_name_length() -%}
  {%- if suffix | length > longest -%}
    {%- do exceptions.raise_compiler_error('Relation suffix is too long (' ~ (suffix | length) ~ ' characters). Maximum length is ' ~ longest ~ ' characters.') -%}
  {%- endif -%}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.name_with_suffix(suffix)})) }}
{% endmacro %}

{% macro postgres__make_intermediate_relation(base_relation, suffix) %}
  {{ return(postgres__make_relation_with_suffix(base_relation, suffix, dstring=False)) }}
{% endmacro %}

{% macro postgres__make_backup_relation(base_relation, backup_relation_type, suffix) %}
  {{ return(postgres__make_relation_with_suffix(base_relation, suffix, dstring=False).incorporate(type=backup_relation_type)) }}
{% endmacro %}

{# A temporary table has no schema, and a name no other build of the session has. #}
{% macro postgres__make_temp_relation(base_relation, suffix) %}
  {%- set temp_relation = postgres__make_relation_with_suffix(base_relation, suffix, dstring=True) -%}
  {{ return(temp_relation.incorporate(path={'schema': none, 'database': none})) }}
{% endmacro %}
