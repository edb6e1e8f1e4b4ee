select * from {{ ref('fct_orders') }} {{ var('nested')['a'] }}
