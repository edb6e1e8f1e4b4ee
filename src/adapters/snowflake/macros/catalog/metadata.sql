{# When the rows or the definition of relations changed last, for freshness without a column to ask. #}
{% macro snowflake__get_relation_last_modified(information_schema, relations) -%}
  {%- set named = [] -%}
  {%- for relation in relations -%}
    {%- set place = snowflake__catalog_equals('table_schema', relation.schema) -%}
    {%- do named.append('(' ~ place ~ ' and ' ~ snowflake__catalog_equals('table_name', relation.identifier) ~ ')') -%}
  {%- endfor -%}
  {%- call statement('last_modified', fetch_result=True, auto_begin=False) -%}
    select
      table_schema as schema,
      table_name as identifier,
      last_altered as last_modified,
      {{ current_timestamp() }} as snapshotted_at
    from {{ information_schema }}.tables
    where {{ named | join(' or ') }}
  {%- endcall -%}
  {{ return(load_result('last_modified')) }}
{% endmacro %}
