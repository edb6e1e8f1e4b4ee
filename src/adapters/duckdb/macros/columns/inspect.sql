{# DESCRIBE looks at one relation; information_schema would load the whole catalog of an attached database. #}
{% macro duckdb__get_columns_in_relation(relation) -%}
  {%- call statement('get_columns_in_relation', fetch_result=True, auto_begin=False) -%}
    select column_name, column_type, null::bigint, null::bigint, null::bigint
    from (describe {{ relation.render() }})
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{% endmacro %}


{# A header cannot stand inside the DESCRIBE that reads the types, so it is sent ahead; its settings last for the session. #}
{% macro duckdb__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
  {%- if select_sql_header is not none -%}
    {%- do run_query(select_sql_header) -%}
  {%- endif -%}
  {{ default__get_empty_subquery_sql(select_sql) }}
{% endmacro %}


{% macro duckdb__unit_test_columns(sql) %}
  {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(sql))) }}
{% endmacro %}
