select * from {{ ref('fct_orders') }} where {{ helper_macro(1) }} > 3
