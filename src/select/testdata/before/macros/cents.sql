{% macro cents(column) %}{{ rounded(column) }} * 100{% endmacro %}
{% macro rounded(column) %}round({{ column }}, 3){% endmacro %}
{% macro gone() %}1{% endmacro %}
