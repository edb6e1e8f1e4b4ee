begin;

create table "tickets"."carrier_tickets"."tickets_daily_check" (
    transaction_date date,
    is_as_of boolean,
    total_records bigint,
    unique_tickets bigint,
    total_value_usd decimal(18,2),
    unique_carriers bigint,
    fuel_types bigint,
    rejected_tickets bigint,
    total_records_change bigint,
    unique_tickets_change bigint,
    total_value_usd_change decimal(18,2),
    unique_carriers_change bigint,
    fuel_types_change bigint
);

insert into "tickets"."carrier_tickets"."tickets_daily_check" (transaction_date, is_as_of, total_records, unique_tickets, total_value_usd, unique_carriers, fuel_types, rejected_tickets, total_records_change, unique_tickets_change, total_value_usd_change, unique_carriers_change, fuel_types_change)
(
select transaction_date, is_as_of, total_records, unique_tickets, total_value_usd, unique_carriers, fuel_types, rejected_tickets, total_records_change, unique_tickets_change, total_value_usd_change, unique_carriers_change, fuel_types_change
from (
-- The five figures of each day up to the business day, and how they changed from the day before. A business day on which nothing
-- came is a row of zeros, not a missing row.
with business_day as (

    select (select cast(max(loaded_at) as date) from "tickets"."carrier_tickets"."tickets") as as_of_date

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
    from "tickets"."carrier_tickets"."int_ticket_days"
    union all
    select as_of_date, 0, 0, 0, 0, 0, 0
    from business_day
    where as_of_date not in (select transaction_date from "tickets"."carrier_tickets"."int_ticket_days")

)

select
    today.transaction_date,
    today.transaction_date = business_day.as_of_date as is_as_of,
    cast(today.total_records as bigint) as total_records,
    cast(today.unique_tickets as bigint) as unique_tickets,
    cast(today.total_value_usd as decimal(18, 2)) as total_value_usd,
    cast(today.unique_carriers as bigint) as unique_carriers,
    cast(today.fuel_types as bigint) as fuel_types,
    cast(today.rejected_tickets as bigint) as rejected_tickets,
    cast(today.total_records - day_before.total_records as bigint) as total_records_change,
    cast(today.unique_tickets - day_before.unique_tickets as bigint) as unique_tickets_change,
    cast(today.total_value_usd - day_before.total_value_usd as decimal(18, 2)) as total_value_usd_change,
    cast(today.unique_carriers - day_before.unique_carriers as bigint) as unique_carriers_change,
    cast(today.fuel_types - day_before.fuel_types as bigint) as fuel_types_change
from figures as today
inner join business_day on today.transaction_date <= business_day.as_of_date
left join figures as day_before on day_before.transaction_date = cast(today.transaction_date - interval '1 days' as date)
) as model_subq
);

commit;
