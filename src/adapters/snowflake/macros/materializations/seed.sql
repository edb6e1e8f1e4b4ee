{% macro snowflake__create_csv_table(model, agate_table) %}
  {%- set declared = model['config'].get('column_types', {}) -%}
  {%- set quoting = model['config'].get('quote_columns', none) -%}
  {%- set columns = [] -%}
  {%- for name in agate_table.column_names -%}
    {%- set type = declared.get(name) or adapter.convert_type(agate_table, loop.index0) -%}
    {%- do columns.append(adapter.quote_seed_column(name | string, quoting) ~ ' ' ~ type) -%}
  {%- endfor -%}
  {%- set sql -%}
    create or replace {{ snowflake__table_kind() }} {{ this.render() }} ({{ columns | join(', ') }})
    {%- for clause in (snowflake__iceberg_clauses(this) if snowflake__is_iceberg() else []) + snowflake__table_clauses() %}
      {{ clause }}
    {%- endfor -%}
  {%- endset -%}
  {%- call statement('_') -%}
    {{ sql }}
  {%- endcall -%}
  {{ return(sql) }}
{% endmacro %}


{# Rows that stay until the new ones are in are not truncated here, see below; a seed without rows has no new ones. #}
{% macro snowflake__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
  {%- if full_refresh -%}
    {%- if not old_relation.is_table -%}
      {%- do adapter.drop_relation(old_relation) -%}
    {%- endif -%}
    {{ return(create_csv_table(model, agate_table)) }}
  {%- elif not agate_table.rows -%}
    {%- do adapter.truncate_relation(old_relation) -%}
  {%- endif -%}
  {{ return('delete from ' ~ old_relation.render()) }}
{% endmacro %}

{# Old rows go and new ones come in one transaction: nobody reads an empty table. #}
{% macro snowflake__load_csv_rows(model, agate_table) %}
  {%- do snowflake__send('begin') -%}
  {%- if not sluice_publishes() and load_cached_relation(this) is not none and not should_full_refresh() -%}
    {%- do snowflake__send('delete from ' ~ this.render()) -%}
  {%- endif -%}
  {%- set sent = adapter.load_seed(model, agate_table) -%}
  {%- do snowflake__send('commit') -%}
  {{ return(sent) }}
{% endmacro %}

{% macro snowflake__send(sql) %}
  {%- call statement('seed', auto_begin=False) -%}
    {{ sql }}
  {%- endcall -%}
{% endmacro %}
