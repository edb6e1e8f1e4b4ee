{# As the common one, but that the columns are asked for once. #}
{% macro snowflake__persist_docs(relation, model, for_relation, for_columns) -%}
  {%- if for_relation and config.persist_relation_docs() and model.description -%}
    {%- do run_query(alter_relation_comment(relation, model.description)) -%}
  {%- endif -%}
  {%- if for_columns and config.persist_column_docs() and model.columns -%}
    {%- do run_query(alter_column_comment(relation, model.columns)) -%}
  {%- endif -%}
{%- endmacro %}


{% macro snowflake__alter_relation_comment(relation, relation_comment) -%}
  {%- if relation.is_iceberg_format -%}
    {{ snowflake__alter(relation) }} set comment = {{ snowflake__text_literal(relation_comment) }}
  {%- else -%}
    comment on {{ snowflake__object_type(relation) }} {{ relation.render() }} is {{ snowflake__text_literal(relation_comment) }}
  {%- endif -%}
{%- endmacro %}

{# Every column is named, so that a description taken away takes the comment away. #}
{% macro snowflake__alter_column_comment(relation, column_dict) -%}
  {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
  {%- set described = validate_doc_columns(relation, column_dict, existing) -%}
  {%- set parts = [] -%}
  {%- for name in existing -%}
    {%- do parts.append(get_column_comment_sql(name, described) | trim) -%}
  {%- endfor -%}
  {{ snowflake__alter(relation) }} alter {{ parts | join(', ') }}
{%- endmacro %}


{# "COLUMN" comment '…', as the column list of a view and `alter` both take it. #}
{% macro get_column_comment_sql(column_name, column_dict) -%}
  {%- set described = namespace(text='') -%}
  {%- for name, column in column_dict.items() -%}
    {%- if name == column_name or (not column['quote'] and name | upper == column_name | upper) -%}
      {%- set described.text = column['description'] or '' -%}
    {%- endif -%}
  {%- endfor -%}
  {{ adapter.quote(column_name) }} comment {{ snowflake__text_literal(described.text) }}
{%- endmacro %}

{% macro get_persist_docs_column_list(model_columns, query_columns) %}
  {%- set parts = [] -%}
  {%- for name in query_columns -%}
    {%- do parts.append(get_column_comment_sql(name, model_columns) | trim) -%}
  {%- endfor -%}
  (
    {{ parts | join(',\n    ') }}
  )
{% endmacro %}


{# What Snowflake calls the relation in DDL. #}
{% macro snowflake__object_type(relation) %}
  {{ return((relation.type or 'table') | replace('_', ' ')) }}
{% endmacro %}
