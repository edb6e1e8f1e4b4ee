{% test in_range(model, column_name, low=none, high=none) %} select * from {{ model }} where {{ column_name }} not between {{ low }} and {{ high }} {{ helper(1) }} {% endtest %}
