{#
  Statements that change rows take effect together. The text opens and closes its own transaction: what Snowflake does
  between materializations, above all DDL, commits by itself.
#}
{% macro snowflake_dml_explicit_transaction(dml) %}
  {%- set text = dml | trim -%}
  {#- The tests come before the commit. -#}
  {%- if sluice_publishes() -%}
    {{ return(text) }}
  {%- endif -%}
  {{ return('begin;\n' ~ text ~ ('' if text.endswith(';') else ';') ~ '\ncommit;') }}
{% endmacro %}


{% macro snowflake__get_incremental_default_sql(arg_dict) %}
  {{ return(get_incremental_merge_sql(arg_dict)) }}
{% endmacro %}

{% macro snowflake__get_incremental_append_sql(arg_dict) %}
  {{ return(snowflake_dml_explicit_transaction(default__get_incremental_append_sql(arg_dict))) }}
{% endmacro %}

{% macro snowflake__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) %}
  {%- set dml = default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {{ return(snowflake_dml_explicit_transaction(dml)) }}
{% endmacro %}

{% macro snowflake__snapshot_merge_sql(target, source, insert_cols) %}
  {{ return(snowflake_dml_explicit_transaction(default__snapshot_merge_sql(target, source, insert_cols))) }}
{% endmacro %}


{# Snowflake takes no MERGE whose condition is always false: without a key it is an insert. #}
{% macro snowflake__get_merge_sql(target, source_sql, unique_key, dest_columns, incremental_predicates) %}
  {%- if unique_key -%}
    {%- set dml = default__get_merge_sql(target, source_sql, unique_key, dest_columns, incremental_predicates) -%}
  {%- else -%}
    {%- set dml = (config.get('sql_header', none) or '') ~ get_insert_into_sql(target, source_sql, dest_columns) -%}
  {%- endif -%}
  {{ return(snowflake_dml_explicit_transaction(dml)) }}
{% endmacro %}


{# The whole table at once, since Snowflake overwrites no part of one. `overwrite_columns` names the columns to fill. #}
{% macro get_incremental_insert_overwrite_sql(arg_dict) -%}
  {{ return(adapter.dispatch('insert_overwrite_get_sql', 'dbt')(
    arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['unique_key'], arg_dict['dest_columns']
  )) }}
{%- endmacro %}

{% macro snowflake__insert_overwrite_get_sql(target, source, unique_key, dest_columns) %}
  {%- set names = config.get('overwrite_columns') or [] -%}
  {%- set columns = names | join(', ') if names else get_quoted_csv(dest_columns | map(attribute='name')) -%}
  {%- set dml -%}
    {{ config.get('sql_header', none) or '' }}
    insert overwrite into {{ target.render() }} ({{ columns }})
    select {{ columns }}
    from {{ source.render() }}
  {%- endset -%}
  {{ return(snowflake_dml_explicit_transaction(dml)) }}
{% endmacro %}
