begin;

create table "tickets"."carrier_tickets"."exec_kpis" (
    as_of_date date,
    tickets bigint,
    total_value_usd decimal(18,2),
    average_ticket_usd decimal(18,2),
    value_of_day_usd decimal(18,2),
    value_last_7_days_usd decimal(18,2),
    value_previous_7_days_usd decimal(18,2),
    active_carriers bigint,
    active_vessels bigint,
    top_carrier_name varchar,
    top_fuel_type varchar,
    rejected_tickets bigint
);

insert into "tickets"."carrier_tickets"."exec_kpis" (as_of_date, tickets, total_value_usd, average_ticket_usd, value_of_day_usd, value_last_7_days_usd, value_previous_7_days_usd, active_carriers, active_vessels, top_carrier_name, top_fuel_type, rejected_tickets)
(
select as_of_date, tickets, total_value_usd, average_ticket_usd, value_of_day_usd, value_last_7_days_usd, value_previous_7_days_usd, active_carriers, active_vessels, top_carrier_name, top_fuel_type, rejected_tickets
from (
-- One row: where the business stands at the end of the business day.
with business_day as (

    select (select cast(max(loaded_at) as date) from "tickets"."carrier_tickets"."tickets") as as_of_date

),

totals as (

    select
        sum(days.unique_tickets) as tickets,
        sum(days.rejected_tickets) as rejected_tickets,
        sum(days.total_value_usd) as total_value_usd,
        sum(case when days.transaction_date = business_day.as_of_date then days.total_value_usd else 0 end) as value_of_day_usd,
        sum(case when days.transaction_date > business_day.as_of_date - interval '7 days' then days.total_value_usd else 0 end)
            as value_last_7_days_usd,
        sum(
            case
                when days.transaction_date > business_day.as_of_date - interval '14 days'
                    and days.transaction_date <= business_day.as_of_date - interval '7 days'
                    then days.total_value_usd
                else 0
            end
        ) as value_previous_7_days_usd
    from "tickets"."carrier_tickets"."int_ticket_days" as days
    inner join business_day on days.transaction_date <= business_day.as_of_date

),

carriers as (

    select
        activity.carrier_id,
        row_number() over (order by sum(activity.total_value_usd) desc, activity.carrier_id) as place,
        count(*) over () as active_carriers
    from "tickets"."carrier_tickets"."carrier_activity_daily" as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    group by activity.carrier_id

),

vessels as (

    select count(distinct activity.vessel_id) as active_vessels
    from "tickets"."carrier_tickets"."vessel_activity_daily" as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    where activity.vessel_id <> 'unknown'

),

fuels as (

    select
        activity.fuel_type,
        row_number() over (order by sum(activity.total_value_usd) desc, activity.fuel_type) as place
    from "tickets"."carrier_tickets"."fuel_type_daily" as activity
    inner join business_day on activity.transaction_date <= business_day.as_of_date
    group by activity.fuel_type

)

select
    business_day.as_of_date,
    cast(totals.tickets as bigint) as tickets,
    cast(totals.total_value_usd as decimal(18, 2)) as total_value_usd,
    cast(0.01 * cast(
        (cast(totals.total_value_usd as decimal(38, 3)) * 200 + cast(totals.tickets as decimal(38, 3)) - mod(cast(totals.total_value_usd as decimal(38, 3)) * 200 + cast(totals.tickets as decimal(38, 3)), nullif(cast(totals.tickets as decimal(38, 3)) * 2, 0)))
        / nullif(cast(totals.tickets as decimal(38, 3)) * 2, 0) as decimal(18, 0)
    ) as decimal(18, 2)) as average_ticket_usd,
    cast(totals.value_of_day_usd as decimal(18, 2)) as value_of_day_usd,
    cast(totals.value_last_7_days_usd as decimal(18, 2)) as value_last_7_days_usd,
    cast(totals.value_previous_7_days_usd as decimal(18, 2)) as value_previous_7_days_usd,
    cast(carriers.active_carriers as bigint) as active_carriers,
    cast(vessels.active_vessels as bigint) as active_vessels,
    names.carrier_name as top_carrier_name,
    fuels.fuel_type as top_fuel_type,
    cast(totals.rejected_tickets as bigint) as rejected_tickets
from business_day
cross join totals
cross join vessels
left join carriers on carriers.place = 1
left join "tickets"."carrier_tickets"."carriers" as names on names.carrier_id = carriers.carrier_id
left join fuels on fuels.place = 1
) as model_subq
);

commit;
