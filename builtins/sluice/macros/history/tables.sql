{# Where runs are kept. Columns come as `{name, kind}`; names are plain lower-case words that need no quotes anywhere. #}
{% macro sluice_history_relation(database, schema, table) %}
  {{- return(api.Relation.create(database=database, schema=schema, identifier=table)) -}}
{% endmacro %}

{# Statements that make what is missing; the last one counts a row where the tables are new. #}
{% macro sluice_history_create(database, schema, tables) %}
  {%- set statements = [] -%}
  {#- Asked first: who may not create schemas may not say `if not exists` either. -#}
  {%- if not adapter.check_schema_exists(database, schema) -%}
    {%- do statements.append(sluice.sluice_history_schema(sluice.sluice_history_relation(database, schema, 'runs').without_identifier())) -%}
  {%- endif -%}
  {%- for table in tables -%}
    {%- do statements.append(sluice.sluice_history_table(sluice.sluice_history_relation(database, schema, table.name), table.columns, table.key)) -%}
    {%- do statements.extend(sluice.sluice_history_indexes(sluice.sluice_history_relation(database, schema, table.name), table.name)) -%}
  {%- endfor -%}
  {%- set version = sluice.sluice_history_relation(database, schema, 'schema_version') -%}
  {%- do statements.append(
    'insert into ' ~ version ~ ' (version) select ' ~ 1 ~ ' where not exists (select 1 from ' ~ version ~ ')'
  ) -%}
  {{- return(statements) -}}
{% endmacro %}

{% macro sluice_history_schema(schema) %}
  {{- return(adapter.dispatch('sluice_history_schema', 'sluice')(schema)) -}}
{% endmacro %}

{% macro default__sluice_history_schema(schema) %}
  {{- return('create schema if not exists ' ~ schema) -}}
{% endmacro %}

{# A connection sees one database. #}
{% macro postgres__sluice_history_schema(schema) %}
  {{- return('create schema if not exists ' ~ schema.include(database=False)) -}}
{% endmacro %}

{% macro sluice_history_table(relation, columns, key) %}
  {%- set lines = [] -%}
  {%- for column in columns -%}
    {%- do lines.append(column.name ~ ' ' ~ sluice.sluice_history_type(column.kind) ~ (' not null' if column.name in key else '')) -%}
  {%- endfor -%}
  {{- return('create table if not exists ' ~ relation ~ ' (' ~ lines | join(', ') ~ ', primary key (' ~ key | join(', ') ~ '))') -}}
{% endmacro %}

{% macro sluice_history_indexes(relation, table) %}
  {{- return(adapter.dispatch('sluice_history_indexes', 'sluice')(relation, table)) -}}
{% endmacro %}

{% macro default__sluice_history_indexes(relation, table) %}
  {{- return([]) -}}
{% endmacro %}

{# For what is asked by time, and of one node. #}
{% macro postgres__sluice_history_indexes(relation, table) %}
  {%- set columns = {'runs': ['started_at'], 'node_results': ['node_id, started_at', 'started_at']} -%}
  {%- set statements = [] -%}
  {%- for column in columns.get(table, []) -%}
    {%- set name = table ~ '_' ~ (column | replace(', ', '_')) -%}
    {%- do statements.append('create index if not exists ' ~ name ~ ' on ' ~ relation ~ ' (' ~ column ~ ')') -%}
  {%- endfor -%}
  {{- return(statements) -}}
{% endmacro %}

{# Kinds: text, moment, number, count, flag. #}
{% macro sluice_history_type(kind) %}
  {{- return(adapter.dispatch('sluice_history_type', 'sluice')(kind)) -}}
{% endmacro %}

{% macro default__sluice_history_type(kind) %}
  {%- set types = {'text': type_string(), 'moment': type_timestamp(), 'number': type_float(), 'count': type_bigint(), 'flag': type_boolean()} -%}
  {{- return(types[kind]) -}}
{% endmacro %}

{% macro postgres__sluice_history_type(kind) %}
  {{- return('timestamp with time zone' if kind == 'moment' else sluice.default__sluice_history_type(kind)) -}}
{% endmacro %}

{% macro snowflake__sluice_history_type(kind) %}
  {{- return('timestamp_ntz' if kind == 'moment' else sluice.default__sluice_history_type(kind)) -}}
{% endmacro %}
