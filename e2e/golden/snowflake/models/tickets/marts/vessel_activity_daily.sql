-- First build
create or replace transient table tickets.carrier_tickets.vessel_activity_daily as (
-- What each vessel carried on each day; tickets without a vessel are one line of their own.
with touched as (

    select days.transaction_date, days.day_checksum
    from tickets.carrier_tickets.int_ticket_days as days
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
from tickets.carrier_tickets.tickets as tickets
inner join touched on touched.transaction_date = tickets.transaction_date
group by tickets.transaction_date, coalesce(tickets.vessel_id, 'unknown'), touched.day_checksum
);

delete from tickets.carrier_tickets.vessel_activity_daily
where transaction_date not in (select transaction_date from tickets.carrier_tickets.int_ticket_days where total_records > 0);

-- Next run: the relation stands
create or replace temporary table tickets.carrier_tickets.vessel_activity_daily__dbt_tmp as (
-- What each vessel carried on each day; tickets without a vessel are one line of their own.
with touched as (

    select days.transaction_date, days.day_checksum
    from tickets.carrier_tickets.int_ticket_days as days
    where days.total_records > 0
        and not exists (
            select 1
            from tickets.carrier_tickets.vessel_activity_daily as known
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
from tickets.carrier_tickets.tickets as tickets
inner join touched on touched.transaction_date = tickets.transaction_date
group by tickets.transaction_date, coalesce(tickets.vessel_id, 'unknown'), touched.day_checksum
);

begin;
delete from tickets.carrier_tickets.vessel_activity_daily as DBT_INTERNAL_DEST
where (transaction_date) in (select distinct transaction_date from tickets.carrier_tickets.vessel_activity_daily__dbt_tmp as DBT_INTERNAL_SOURCE);


insert into tickets.carrier_tickets.vessel_activity_daily (
    "TRANSACTION_DATE",
    "VESSEL_ID",
    "TICKETS",
    "PORTS",
    "FUEL_TYPES",
    "TOTAL_QUANTITY",
    "TOTAL_VALUE_USD",
    "DAY_CHECKSUM"
)
select
    "TRANSACTION_DATE",
    "VESSEL_ID",
    "TICKETS",
    "PORTS",
    "FUEL_TYPES",
    "TOTAL_QUANTITY",
    "TOTAL_VALUE_USD",
    "DAY_CHECKSUM"
from tickets.carrier_tickets.vessel_activity_daily__dbt_tmp;
commit;

drop table if exists tickets.carrier_tickets.vessel_activity_daily__dbt_tmp cascade;

delete from tickets.carrier_tickets.vessel_activity_daily
where transaction_date not in (select transaction_date from tickets.carrier_tickets.int_ticket_days where total_records > 0);
