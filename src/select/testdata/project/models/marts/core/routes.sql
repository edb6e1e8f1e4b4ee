select * from {{ ref('deliveries') }} join {{ ref('helper', 'calendar') }} using (day)
