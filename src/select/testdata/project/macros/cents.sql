{% macro cents(column) %}{{ rounded(column) }} * 100{% endmacro %}
{% macro rounded(column) %}round({{ column }}, 2){% endmacro %}
{% macro unused() %}1{% endmacro %}
