{# Some of the rows that a test found. In brackets, so that a limit of the test's own stays as it is. #}
{% macro sluice_sample_sql(sql, limit) %}
  {{- return(get_limit_subquery_sql('select * from (\n' ~ (sql | trim) ~ '\n) sluice_samples', limit)) -}}
{% endmacro %}
