{% set methods = ['credit_card', 'coupon', 'bank_transfer', 'gift_card'] %}
with orders as (
    select * from {{ ref('stg_orders') }}
),
payments as (
    select
        order_id,
        {% for method in methods %}
        sum(case when payment_method = '{{ method }}' then amount else 0 end) as {{ method }}_amount,
        {% endfor %}
        sum(amount) as total_amount
    from {{ ref('stg_payments') }}
    group by order_id
),
final as (
    select
        orders.order_id,
        orders.customer_id,
        orders.order_date,
        orders.status,
        {% for method in methods %}
        coalesce(payments.{{ method }}_amount, 0) as {{ method }}_amount,
        {% endfor %}
        payments.total_amount as amount,
        row_number() over (partition by orders.customer_id order by orders.order_date) as nth_order
    from orders
    left join payments on orders.order_id = payments.order_id
)
select * from final
