select order_date as happened_on, customer_id, 'order' as kind, status as detail from {{ ref('orders') }}
union all
select o.order_date, o.customer_id, 'payment', p.payment_method
from {{ ref('stg_payments') }} as p
join {{ ref('orders') }} as o on o.order_id = p.order_id
where p.amount > 0
