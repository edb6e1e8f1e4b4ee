{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='transaction_date',
        on_schema_change='fail',
        post_hook='{{ drop_vanished_days() }}'
    )
-}}

-- What each vessel carried on each day; tickets without a vessel are one line of their own.
with touched as (

    {{ touched_days() | indent(4) }}

)

select
    tickets.transaction_date,
    coalesce(tickets.vessel_id, 'unknown') as vessel_id,
    count(*) as tickets,
    count(distinct tickets.port_id) as ports,
    count(distinct tickets.fuel_type) as fuel_types,
    cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
    {{ money('sum(tickets.amount_usd)') }} as total_value_usd,
    touched.day_checksum
from {{ ref('tickets') }} as tickets
inner join touched on touched.transaction_date = tickets.transaction_date
group by tickets.transaction_date, coalesce(tickets.vessel_id, 'unknown'), touched.day_checksum
