{{ config(group='finance', contract={'enforced': true}) -}}

-- The five figures of each day up to the business day, and how they changed from the day before. A business day on which nothing
-- came is a row of zeros, not a missing row.
with business_day as (

    select {{ as_of() }} as as_of_date

),

figures as (

    select
        transaction_date,
        total_records,
        unique_tickets,
        total_value_usd,
        unique_carriers,
        fuel_types,
        rejected_tickets
    from {{ ref('int_ticket_days') }}
    union all
    select as_of_date, 0, 0, 0, 0, 0, 0
    from business_day
    where as_of_date not in (select transaction_date from {{ ref('int_ticket_days') }})

)

select
    today.transaction_date,
    today.transaction_date = business_day.as_of_date as is_as_of,
    cast(today.total_records as bigint) as total_records,
    cast(today.unique_tickets as bigint) as unique_tickets,
    {{ money('today.total_value_usd') }} as total_value_usd,
    cast(today.unique_carriers as bigint) as unique_carriers,
    cast(today.fuel_types as bigint) as fuel_types,
    cast(today.rejected_tickets as bigint) as rejected_tickets,
    cast(today.total_records - day_before.total_records as bigint) as total_records_change,
    cast(today.unique_tickets - day_before.unique_tickets as bigint) as unique_tickets_change,
    {{ money('today.total_value_usd - day_before.total_value_usd') }} as total_value_usd_change,
    cast(today.unique_carriers - day_before.unique_carriers as bigint) as unique_carriers_change,
    cast(today.fuel_types - day_before.fuel_types as bigint) as fuel_types_change
from figures as today
inner join business_day on today.transaction_date <= business_day.as_of_date
left join figures as day_before on day_before.transaction_date = cast({{ days_before('today.transaction_date', 1) }} as date)
