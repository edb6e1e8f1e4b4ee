{% macro my_hook() %}select 'hook'{% endmacro %}
{% macro unused(x, y=1) %}{{ my_hook() }}{% do dbt.type_string() %}{% endmacro %}
{% test my_test(model, column_name, thing='a') %}select * from {{ model }} where {{ column_name }} = '{{ thing }}'{% endtest %}
