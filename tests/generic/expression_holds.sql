{# On a column the expression is what follows it ("> 0"); on a model it is a whole condition. Null does not hold. #}
{% test expression_holds(model, expression, column_name=none) %}
select *
from {{ model }}
where not coalesce({{ column_name ~ ' ' if column_name else '' }}{{ expression }}, false)
{% endtest %}
