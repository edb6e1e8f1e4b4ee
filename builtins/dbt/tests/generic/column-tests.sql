{# The four tests every project has. Their SQL is dispatched, so that a warehouse or a project can word it differently. #}
{% test unique(model, column_name) %}
    {# A project words it by default__test_unique. #}
    {{ adapter.dispatch('test_unique', 'dbt')(model, column_name) }}
{% endtest %}

{% test not_null(model, column_name) %}
    {# A project words it by default__test_not_null. #}
    {{ adapter.dispatch('test_not_null', 'dbt')(model, column_name) }}
{% endtest %}

{% test accepted_values(model, column_name, values, quote=True) %}
    {# A project words it by default__test_accepted_values. #}
    {{ adapter.dispatch('test_accepted_values', 'dbt')(model, column_name, values, quote) }}
{% endtest %}

{% test relationships(model, column_name, to, field) %}
    {# A project words it by default__test_relationships. #}
    {{ adapter.dispatch('test_relationships', 'dbt')(model, column_name, to, field) }}
{% endtest %}
