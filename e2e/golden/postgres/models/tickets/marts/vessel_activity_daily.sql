-- First build
begin;

create table "tickets"."carrier_tickets"."vessel_activity_daily" as (
-- What each vessel carried on each day; tickets without a vessel are one line of their own.
with touched as (

    select days.transaction_date, days.day_checksum
    from "tickets"."carrier_tickets"."int_ticket_days" as days
    where days.total_records > 0

)

select
    tickets.transaction_date,
    coalesce(tickets.vessel_id, 'unknown') as vessel_id,
    count(*) as tickets,
    count(distinct tickets.port_id) as ports,
    count(distinct tickets.fuel_type) as fuel_types,
    cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
    cast(sum(tickets.amount_usd) as decimal(18, 2)) as total_value_usd,
    touched.day_checksum
from "tickets"."carrier_tickets"."tickets" as tickets
inner join touched on touched.transaction_date = tickets.transaction_date
group by tickets.transaction_date, coalesce(tickets.vessel_id, 'unknown'), touched.day_checksum
);

delete from "tickets"."carrier_tickets"."vessel_activity_daily"
where transaction_date not in (select transaction_date from "tickets"."carrier_tickets"."int_ticket_days" where total_records > 0);

commit;

-- Next run: the relation stands
begin;

create temporary table "vessel_activity_daily__dbt_tmp" as (
-- What each vessel carried on each day; tickets without a vessel are one line of their own.
with touched as (

    select days.transaction_date, days.day_checksum
    from "tickets"."carrier_tickets"."int_ticket_days" as days
    where days.total_records > 0
        and not exists (
            select 1
            from "tickets"."carrier_tickets"."vessel_activity_daily" as known
            where known.transaction_date = days.transaction_date
                and known.day_checksum = days.day_checksum
        )

)

select
    tickets.transaction_date,
    coalesce(tickets.vessel_id, 'unknown') as vessel_id,
    count(*) as tickets,
    count(distinct tickets.port_id) as ports,
    count(distinct tickets.fuel_type) as fuel_types,
    cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
    cast(sum(tickets.amount_usd) as decimal(18, 2)) as total_value_usd,
    touched.day_checksum
from "tickets"."carrier_tickets"."tickets" as tickets
inner join touched on touched.transaction_date = tickets.transaction_date
group by tickets.transaction_date, coalesce(tickets.vessel_id, 'unknown'), touched.day_checksum
);

lock table "tickets"."carrier_tickets"."vessel_activity_daily" in share row exclusive mode;

delete from "tickets"."carrier_tickets"."vessel_activity_daily" as DBT_INTERNAL_DEST
where (transaction_date) in (select distinct transaction_date from "vessel_activity_daily__dbt_tmp" as DBT_INTERNAL_SOURCE);


insert into "tickets"."carrier_tickets"."vessel_activity_daily" (
    "transaction_date",
    "vessel_id",
    "tickets",
    "ports",
    "fuel_types",
    "total_quantity",
    "total_value_usd",
    "day_checksum"
)
select
    "transaction_date",
    "vessel_id",
    "tickets",
    "ports",
    "fuel_types",
    "total_quantity",
    "total_value_usd",
    "day_checksum"
from "vessel_activity_daily__dbt_tmp";

drop table if exists "vessel_activity_daily__dbt_tmp" cascade;

delete from "tickets"."carrier_tickets"."vessel_activity_daily"
where transaction_date not in (select transaction_date from "tickets"."carrier_tickets"."int_ticket_days" where total_records > 0);

commit;
