{# A monitor's figures by partition. What is unusual among them is judged where they arrive, not in SQL. #}
{% test sluice_monitor(model, monitor) %}
    {{ sluice_monitor_figures(model, monitor) }}
{% endtest %}
