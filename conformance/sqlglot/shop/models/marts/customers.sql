with customer_orders as (
    select
        customer_id,
        min(order_date) as first_order,
        max(order_date) as most_recent_order,
        count(order_id) as number_of_orders,
        sum(amount) as lifetime_value
    from {{ ref('orders') }}
    group by 1
)
select
    c.*,
    o.first_order,
    o.most_recent_order,
    coalesce(o.number_of_orders, 0) as number_of_orders,
    o.lifetime_value,
    (select count(*) from {{ ref('stg_orders') }} as r where r.customer_id = c.customer_id and r.status = 'returned') as returned_orders
from {{ ref('stg_customers') }} as c
left join customer_orders as o on c.customer_id = o.customer_id
