{#
  Totals of a table that must be those of another, by group. totals: {here, there, tolerance}; a side is {measure, of, by, where}.
  A row for each group whose totals differ by more than the tolerance, with both of them and the difference, in words as well.
#}
{% test sluice_reconcile(model, against, totals) %}
    {{ sluice.sluice_reconcile_groups(model, against, totals) }}
{% endtest %}
