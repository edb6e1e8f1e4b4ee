select
    fuel_type,
    count(*) as tickets,
    sum(total_amount) as total_amount
from {{ ref('tickets') }}
group by fuel_type
