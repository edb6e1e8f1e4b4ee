-- The tickets of a day in a few figures, and a checksum that changes with any of them: the daily marts recompute by it.
with accepted as (

    select
        transaction_date,
        count(*) as total_records,
        count(distinct ticket_id) as unique_tickets,
        {{ money('sum(amount_usd)') }} as total_value_usd,
        count(distinct carrier_id) as unique_carriers,
        count(distinct fuel_type) as fuel_types,
        cast(sum({{ row_checksum([
            'ticket_id', 'carrier_id', 'vessel_id', 'port_id', 'fuel_type', 'quantity', 'amount_usd', microseconds('loaded_at')
        ]) | indent(8) }}) as varchar) as day_checksum
    from {{ ref('tickets') }}
    group by transaction_date

),

rejected as (

    select
        {{ as_date('transaction_date') }} as transaction_date,
        count(distinct ticket_id) as rejected_tickets
    from {{ ref('ticket_rejects') }}
    group by 1

)

select
    coalesce(accepted.transaction_date, rejected.transaction_date) as transaction_date,
    coalesce(accepted.total_records, 0) as total_records,
    coalesce(accepted.unique_tickets, 0) as unique_tickets,
    {{ money('coalesce(accepted.total_value_usd, 0)') }} as total_value_usd,
    coalesce(accepted.unique_carriers, 0) as unique_carriers,
    coalesce(accepted.fuel_types, 0) as fuel_types,
    coalesce(rejected.rejected_tickets, 0) as rejected_tickets,
    coalesce(accepted.day_checksum, '0') as day_checksum
from accepted
full outer join rejected on rejected.transaction_date = accepted.transaction_date
