{# Runs a model on rows given in its unit test, and gives its output back together with the rows expected. #}
{%- materialization unit, default -%}
  {%- set header = config.get('sql_header') if flags.REQUIRE_SQL_HEADER_IN_TEST_CONFIGS else none -%}
  {%- set types = {} -%}
  {%- set quoted = {} -%}
  {%- for column in unit_test_columns(sql) -%}
    {%- do types.update({column.name | lower: column.data_type}) -%}
    {%- do quoted.update({column.name | lower: column.quoted}) -%}
  {%- endfor -%}
  {%- set expected_rows = config.get('expected_rows') -%}
  {%- set compared = [] -%}
  {%- for name in (expected_rows[0].keys() if expected_rows else get_columns_in_query(sql)) -%}
    {%- do compared.append(quoted[name | lower]) -%}
  {%- endfor -%}
  {%- set expected_sql = config.get('expected_sql') or get_expected_sql(expected_rows, types, quoted) -%}
  {%- call statement('main', fetch_result=True, auto_begin=False) -%}
    {{ header or '' }}
    {{ get_unit_test_sql(sql, expected_sql, compared) }}
  {%- endcall -%}
  {{ return({'relations': []}) }}
{%- endmaterialization -%}


{# Types as a table of the warehouse would have them, which a query alone does not tell everywhere. #}
{% macro unit_test_columns(sql) %}
  {{ return(adapter.dispatch('unit_test_columns', 'dbt')(sql)) }}
{% endmacro %}

{% macro default__unit_test_columns(sql) %}
  {%- set base = this or api.Relation.create(database=model.database, schema=model.schema, identifier=model.name) -%}
  {%- set temp_relation = make_temp_relation(base.incorporate(type='table')) -%}
  {%- do run_query(get_create_table_as_sql(True, temp_relation, get_empty_subquery_sql(sql))) -%}
  {%- set columns = adapter.get_columns_in_relation(temp_relation) -%}
  {%- do adapter.drop_relation(temp_relation) -%}
  {{ return(columns) }}
{% endmacro %}
