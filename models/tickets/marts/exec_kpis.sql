{{ config(group='finance', contract={'enforced': true}) -}}

-- One row: where the business stands at the end of the business day.
with business_day as (

    select {{ as_of() }} as as_of_date

),

totals as (

    select
        sum(days.unique_tickets) as tickets,
        sum(days.rejected_tickets) as rejected_tickets,
        sum(days.total_value_usd) as total_value_usd,
        sum(case when days.transaction_date = business_day.as_of_date then days.total_value_usd else 0 end) as value_of_day_usd,
        sum(case when days.transaction_date > {{ days_before('business_day.as_of_date', 7) }} then days.total_value_usd else 0 end)
            as value_last_7_days_usd,
        sum(
            case
                when days.transaction_date > {{ days_before('business_day.as_of_date', 14) }}
                    and days.transaction_date <= {{ days_before('business_day.as_of_date', 7) }}
                    then days.total_value_usd
                else 0
            end
        ) as value_previous_7_days_usd
    from {{ ref('int_ticket_days') }} as days
    inner join business_day on days.transaction_date <= business_day.as_of_date

),

carriers as (

    select
        activity.carrier_id,
        row_number() over (order by sum(activity.total_value_usd) desc, activity.carrier_id) as place,
        count(*) over () as active_carriers
    from {{ ref('carrier_activity_daily') }} as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    group by activity.carrier_id

),

vessels as (

    select count(distinct activity.vessel_id) as active_vessels
    from {{ ref('vessel_activity_daily') }} as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    where activity.vessel_id <> 'unknown'

),

fuels as (

    select
        activity.fuel_type,
        row_number() over (order by sum(activity.total_value_usd) desc, activity.fuel_type) as place
    from {{ ref('fuel_type_daily') }} as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    group by activity.fuel_type

)

select
    business_day.as_of_date,
    cast(totals.tickets as bigint) as tickets,
    {{ money('totals.total_value_usd') }} as total_value_usd,
    {{ ratio('totals.total_value_usd', 'totals.tickets', 18, 2) | indent(4) }} as average_ticket_usd,
    {{ money('totals.value_of_day_usd') }} as value_of_day_usd,
    {{ money('totals.value_last_7_days_usd') }} as value_last_7_days_usd,
    {{ money('totals.value_previous_7_days_usd') }} as value_previous_7_days_usd,
    cast(carriers.active_carriers as bigint) as active_carriers,
    cast(vessels.active_vessels as bigint) as active_vessels,
    names.carrier_name as top_carrier_name,
    fuels.fuel_type as top_fuel_type,
    cast(totals.rejected_tickets as bigint) as rejected_tickets
from business_day
cross join totals
cross join vessels
left join carriers on carriers.place = 1
left join {{ ref('carriers') }} as names on names.carrier_id = carriers.carrier_id
left join fuels on fuels.place = 1
