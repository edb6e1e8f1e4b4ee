{{
    config(
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='transaction_date',
        on_schema_change='fail',
        post_hook='{{ drop_vanished_days() }}'
    )
-}}

-- Volume and value of each fuel on each day.
with touched as (

    {{ touched_days() | indent(4) }}

),

by_fuel as (

    select
        tickets.transaction_date,
        tickets.fuel_type,
        count(*) as tickets,
        count(distinct tickets.carrier_id) as carriers,
        cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
        {{ money('sum(tickets.amount_usd)') }} as total_value_usd,
        touched.day_checksum
    from {{ ref('tickets') }} as tickets
    inner join touched on touched.transaction_date = tickets.transaction_date
    group by tickets.transaction_date, tickets.fuel_type, touched.day_checksum

),

shared as (

    select
        *,
        sum(total_value_usd) over (partition by transaction_date) as day_value_usd
    from by_fuel

)

select
    transaction_date,
    fuel_type,
    tickets,
    carriers,
    total_quantity,
    total_value_usd,
    {{ ratio('total_value_usd', 'total_quantity', 18, 4) | indent(4) }} as average_price_usd,
    {{ ratio('100 * total_value_usd', 'day_value_usd', 7, 4) | indent(4) }} as value_share_pct,
    day_checksum
from shared
