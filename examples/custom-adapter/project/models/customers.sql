{{ config(materialized='table') }}

select
    customer,
    count(*) as orders,
    sum(amount) as amount,
    {{ dbt.datediff('min(ordered_at)', 'max(ordered_at)', 'day') }} as days_between
from {{ ref('stg_orders') }}
group by customer
