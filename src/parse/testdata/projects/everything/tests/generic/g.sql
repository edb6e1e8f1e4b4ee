{% test big_enough(model, column_name, than, opts={}) %} {{ config(severity='error', tags=['in_macro'], fail_calc='max(1)') }} select * from {{ model }} where {{ column_name }} > {{ than }} {% endtest %}
{% test unique_combo_with_a_really_quite_long_name_of_a_test_so_that_it_is_hashed(model, cols) %} select 1 from {{ model }} {{ helper_macro(cols) }} {% endtest %}
