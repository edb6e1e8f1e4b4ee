{% test gen_in_file(model) %}{{ config(severity='error', where='1=1') }}select * from {{ model }}{% endtest %}
