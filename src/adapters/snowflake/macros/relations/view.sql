{% macro snowflake__create_view_as(relation, sql) -%}
  {{ snowflake__create_view_as_with_temp_flag(relation, sql) }}
{%- endmacro %}

{# A temporary view is read by the next statement alone: nobody is granted anything on it, and no policy may hide rows from it. #}
{% macro snowflake__create_view_as_with_temp_flag(relation, sql, is_temporary=False) -%}
  {%- if config.get('contract').enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif -%}
  {%- set kind = 'temporary view' if is_temporary else 'secure view' if config.get('secure') else 'view' -%}
  {%- set clauses = [] if is_temporary else (['copy grants'] if config.get('copy_grants') else []) + snowflake__policy_clauses() -%}
  {{ config.get('sql_header', none) or '' }}
create or replace {{ kind }} {{ relation.render() }}
  {%- if config.persist_column_docs() and not is_temporary %} {{ get_persist_docs_column_list(model.columns, get_columns_in_query(sql)) | trim }}
  {%- endif %}
  {%- for clause in clauses %}
    {{ clause }}
  {%- endfor %}
{{- '\n' if clauses else ' ' }}as (
{{ sql }}
);
{%- endmacro %}


{% macro snowflake__get_replace_view_sql(relation, sql) %}
  {{ snowflake__create_view_as(relation, sql) }}
{% endmacro %}

{% macro snowflake__get_replace_table_sql(relation, sql) %}
  {{ snowflake__create_table_as(False, relation, sql) }}
{% endmacro %}
