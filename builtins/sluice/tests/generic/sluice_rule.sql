{# One data quality rule over a relation. `rule` is what sluice_rule_broken takes; of uniqueness fail_calc sums the rows. #}
{% test sluice_rule(model, rule, column_name=none) %}
    {{ sluice.sluice_rule_failures(model, rule) }}
{% endtest %}
