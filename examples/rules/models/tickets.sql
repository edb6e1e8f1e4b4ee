select
    ticket_id,
    carrier_id,
    vessel_id,
    fuel_type,
    quantity,
    price_per_unit,
    total_amount,
    transaction_date
from {{ ref('raw_tickets') }}
