{% macro postgres__get_create_materialized_view_as_sql(relation, sql) %}
  {{ config.get('sql_header', none) or '' }}
  create materialized view if not exists {{ relation }} as
  {{ sql }};
  {% for index in config.get('indexes', []) or [] -%}
    {{ get_create_index_sql(relation, index) }};
  {% endfor -%}
{% endmacro %}

{% macro postgres__refresh_materialized_view(relation) %}
  refresh materialized view {{ relation }}
{% endmacro %}


{% macro postgres__describe_materialized_view(relation) %}
  {{ return({'indexes': run_query(get_show_indexes_sql(relation))}) }}
{% endmacro %}

{#
  Indexes to drop and then those to create, or none where the view has what its config asks for. Two indexes are the
  same with the same columns, uniqueness and method, whatever their names.
#}
{% macro postgres__get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {%- set wanted = {} -%}
  {%- for index in new_config.get('indexes', []) or [] -%}
    {%- set unique = index.get('unique', false) -%}
    {%- set method = index.get('type') or 'btree' -%}
    {%- do wanted.update({postgres__index_key(index['columns'], unique, method): index}) -%}
  {%- endfor -%}
  {%- set found = {} -%}
  {%- for row in postgres__describe_materialized_view(existing_relation).indexes -%}
    {%- do found.update({postgres__index_key(row['column_names'].split(','), row['unique'], row['method']): row['name']}) -%}
  {%- endfor -%}
  {%- set changes = [] -%}
  {%- for key, name in found.items() if key not in wanted -%}
    {%- do changes.append({'action': 'drop', 'context': {'name': name}}) -%}
  {%- endfor -%}
  {%- for key, index in wanted.items() if key not in found -%}
    {%- do changes.append({'action': 'create', 'context': {'as_node_config': index}}) -%}
  {%- endfor -%}
  {%- if not changes -%}
    {{ return(none) }}
  {%- endif -%}
  {{ return({'requires_full_refresh': false, 'indexes': changes}) }}
{% endmacro %}

{% macro postgres__index_key(columns, unique, method) %}
  {%- set names = columns | map('lower') | map('replace', '"', '') | sort -%}
  {{ return((method | lower) ~ (' unique ' if unique else ' ') ~ (names | join(','))) }}
{% endmacro %}


{% macro postgres__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {%- if configuration_changes.requires_full_refresh -%}
    {{ get_replace_sql(existing_relation, relation, sql) }}
  {%- else -%}
    {{ postgres__update_indexes_on_materialized_view(relation, configuration_changes.indexes) }}
  {%- endif -%}
{% endmacro %}

{%- macro postgres__update_indexes_on_materialized_view(relation, index_changes) -%}
  {{- log('Bring the indexes of ' ~ relation ~ ' up to date') -}}
  {%- for change in index_changes %}
    {{ get_drop_index_sql(relation, change.context.name) if change.action == 'drop' else get_create_index_sql(relation, change.context.as_node_config) }};
  {%- endfor -%}
{%- endmacro -%}
