select
    id as order_id,
    customer,
    status,
    amount,
    ordered_at,
    {{ dbt.date_trunc('day', 'ordered_at') }} as ordered_on
from {{ ref('raw_orders') }}
