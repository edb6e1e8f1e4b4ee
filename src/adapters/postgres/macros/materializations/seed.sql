{# By COPY. #}
{% macro postgres__load_csv_rows(model, agate_table) %}
  {{ return(adapter.load_seed(model, agate_table)) }}
{% endmacro %}
