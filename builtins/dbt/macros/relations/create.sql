{# `create …` of any kind of relation. #}
{%- macro get_create_sql(relation, sql) -%}
  {{- log('Create ' ~ relation) -}}
  {{- adapter.dispatch('get_create_sql', 'dbt')(relation, sql) -}}
{%- endmacro -%}

{%- macro default__get_create_sql(relation, sql) -%}
  {%- if relation.is_table -%}
    {{ get_create_table_as_sql(False, relation, sql) }}
  {%- elif relation.is_view -%}
    {{ get_create_view_as_sql(relation, sql) }}
  {%- elif relation.is_materialized_view -%}
    {{ get_create_materialized_view_as_sql(relation, sql) }}
  {%- else -%}
    {%- do no_sql_for('get_create_sql', relation) -%}
  {%- endif -%}
{%- endmacro -%}


{% macro get_create_intermediate_sql(relation, sql) -%}
  {{- log('Create the intermediate of ' ~ relation) -}}
  {{- adapter.dispatch('get_create_intermediate_sql', 'dbt')(relation, sql) -}}
{%- endmacro -%}

{%- macro default__get_create_intermediate_sql(relation, sql) -%}
  {%- set staged = make_intermediate_relation(relation) -%}
  {{ get_drop_sql(staged) }};
  {{ get_create_sql(staged, sql) }}
{%- endmacro -%}


{% macro get_create_backup_sql(relation) -%}
  {{- log('Put ' ~ relation ~ ' aside') -}}
  {{- adapter.dispatch('get_create_backup_sql', 'dbt')(relation) -}}
{%- endmacro -%}

{%- macro default__get_create_backup_sql(relation) -%}
  {%- set aside = make_backup_relation(relation, relation.type) -%}
  {{ get_drop_sql(aside) }};
  {{ get_rename_sql(relation, aside.identifier) }}
{%- endmacro -%}


{% macro no_sql_for(macro_name, relation) -%}
  {%- set what = 'a relation without a type' if relation.type is none else relation.type -%}
  {%- do exceptions.raise_compiler_error('`' ~ macro_name ~ '` does not know how to treat ' ~ what ~ ': ' ~ relation) -%}
{%- endmacro %}

{% macro not_for_this_adapter(macro_name) -%}
  {%- do exceptions.raise_compiler_error('`' ~ macro_name ~ '` is not implemented for ' ~ adapter.type()) -%}
{%- endmacro %}
