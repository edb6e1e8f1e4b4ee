create or replace transient table tickets.carrier_tickets.int_ticket_days as (
-- The tickets of a day in a few figures, and a checksum that changes with any of them: the daily marts recompute by it.
with accepted as (

    select
        transaction_date,
        count(*) as total_records,
        count(distinct ticket_id) as unique_tickets,
        cast(sum(amount_usd) as decimal(18, 2)) as total_value_usd,
        count(distinct carrier_id) as unique_carriers,
        count(distinct fuel_type) as fuel_types,
        cast(sum(cast(translate(substr(md5(
            coalesce(cast(ticket_id as varchar), '') || '|' ||
            coalesce(cast(carrier_id as varchar), '') || '|' ||
            coalesce(cast(vessel_id as varchar), '') || '|' ||
            coalesce(cast(port_id as varchar), '') || '|' ||
            coalesce(cast(fuel_type as varchar), '') || '|' ||
            coalesce(cast(quantity as varchar), '') || '|' ||
            coalesce(cast(amount_usd as varchar), '') || '|' ||
            coalesce(cast(timestampdiff(microsecond, cast('1970-01-01' as timestamp), loaded_at) as varchar), '')
        ), 1, 15), 'abcdef', '012345') as bigint)) as varchar) as day_checksum
    from tickets.carrier_tickets.tickets
    group by transaction_date

),

rejected as (

    select
        try_cast(cast(transaction_date as varchar) as date) as transaction_date,
        count(distinct ticket_id) as rejected_tickets
    from tickets.carrier_tickets.ticket_rejects
    group by 1

)

select
    coalesce(accepted.transaction_date, rejected.transaction_date) as transaction_date,
    coalesce(accepted.total_records, 0) as total_records,
    coalesce(accepted.unique_tickets, 0) as unique_tickets,
    cast(coalesce(accepted.total_value_usd, 0) as decimal(18, 2)) as total_value_usd,
    coalesce(accepted.unique_carriers, 0) as unique_carriers,
    coalesce(accepted.fuel_types, 0) as fuel_types,
    coalesce(rejected.rejected_tickets, 0) as rejected_tickets,
    coalesce(accepted.day_checksum, '0') as day_checksum
from accepted
full outer join rejected on rejected.transaction_date = accepted.transaction_date
);
