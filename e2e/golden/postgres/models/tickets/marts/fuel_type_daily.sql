-- First build
begin;

create table "tickets"."carrier_tickets"."fuel_type_daily" as (
-- Volume and value of each fuel on each day.
with touched as (

    select days.transaction_date, days.day_checksum
    from "tickets"."carrier_tickets"."int_ticket_days" as days
    where days.total_records > 0

),

by_fuel as (

    select
        tickets.transaction_date,
        tickets.fuel_type,
        count(*) as tickets,
        count(distinct tickets.carrier_id) as carriers,
        cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
        cast(sum(tickets.amount_usd) as decimal(18, 2)) as total_value_usd,
        touched.day_checksum
    from "tickets"."carrier_tickets"."tickets" as tickets
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
    cast(0.0001 * cast(
        (cast(total_value_usd as decimal(38, 3)) * 20000 + cast(total_quantity as decimal(38, 3)) - mod(cast(total_value_usd as decimal(38, 3)) * 20000 + cast(total_quantity as decimal(38, 3)), nullif(cast(total_quantity as decimal(38, 3)) * 2, 0)))
        / nullif(cast(total_quantity as decimal(38, 3)) * 2, 0) as decimal(18, 0)
    ) as decimal(18, 4)) as average_price_usd,
    cast(0.0001 * cast(
        (cast(100 * total_value_usd as decimal(38, 3)) * 20000 + cast(day_value_usd as decimal(38, 3)) - mod(cast(100 * total_value_usd as decimal(38, 3)) * 20000 + cast(day_value_usd as decimal(38, 3)), nullif(cast(day_value_usd as decimal(38, 3)) * 2, 0)))
        / nullif(cast(day_value_usd as decimal(38, 3)) * 2, 0) as decimal(18, 0)
    ) as decimal(7, 4)) as value_share_pct,
    day_checksum
from shared
);

delete from "tickets"."carrier_tickets"."fuel_type_daily"
where transaction_date not in (select transaction_date from "tickets"."carrier_tickets"."int_ticket_days" where total_records > 0);

commit;

-- Next run: the relation stands
begin;

create temporary table "fuel_type_daily__dbt_tmp" as (
-- Volume and value of each fuel on each day.
with touched as (

    select days.transaction_date, days.day_checksum
    from "tickets"."carrier_tickets"."int_ticket_days" as days
    where days.total_records > 0
        and not exists (
            select 1
            from "tickets"."carrier_tickets"."fuel_type_daily" as known
            where known.transaction_date = days.transaction_date
                and known.day_checksum = days.day_checksum
        )

),

by_fuel as (

    select
        tickets.transaction_date,
        tickets.fuel_type,
        count(*) as tickets,
        count(distinct tickets.carrier_id) as carriers,
        cast(sum(tickets.quantity) as decimal(18, 3)) as total_quantity,
        cast(sum(tickets.amount_usd) as decimal(18, 2)) as total_value_usd,
        touched.day_checksum
    from "tickets"."carrier_tickets"."tickets" as tickets
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
    cast(0.0001 * cast(
        (cast(total_value_usd as decimal(38, 3)) * 20000 + cast(total_quantity as decimal(38, 3)) - mod(cast(total_value_usd as decimal(38, 3)) * 20000 + cast(total_quantity as decimal(38, 3)), nullif(cast(total_quantity as decimal(38, 3)) * 2, 0)))
        / nullif(cast(total_quantity as decimal(38, 3)) * 2, 0) as decimal(18, 0)
    ) as decimal(18, 4)) as average_price_usd,
    cast(0.0001 * cast(
        (cast(100 * total_value_usd as decimal(38, 3)) * 20000 + cast(day_value_usd as decimal(38, 3)) - mod(cast(100 * total_value_usd as decimal(38, 3)) * 20000 + cast(day_value_usd as decimal(38, 3)), nullif(cast(day_value_usd as decimal(38, 3)) * 2, 0)))
        / nullif(cast(day_value_usd as decimal(38, 3)) * 2, 0) as decimal(18, 0)
    ) as decimal(7, 4)) as value_share_pct,
    day_checksum
from shared
);

lock table "tickets"."carrier_tickets"."fuel_type_daily" in share row exclusive mode;

delete from "tickets"."carrier_tickets"."fuel_type_daily" as DBT_INTERNAL_DEST
where (transaction_date) in (select distinct transaction_date from "fuel_type_daily__dbt_tmp" as DBT_INTERNAL_SOURCE);


insert into "tickets"."carrier_tickets"."fuel_type_daily" (
    "transaction_date",
    "fuel_type",
    "tickets",
    "carriers",
    "total_quantity",
    "total_value_usd",
    "average_price_usd",
    "value_share_pct",
    "day_checksum"
)
select
    "transaction_date",
    "fuel_type",
    "tickets",
    "carriers",
    "total_quantity",
    "total_value_usd",
    "average_price_usd",
    "value_share_pct",
    "day_checksum"
from "fuel_type_daily__dbt_tmp";

drop table if exists "fuel_type_daily__dbt_tmp" cascade;

delete from "tickets"."carrier_tickets"."fuel_type_daily"
where transaction_date not in (select transaction_date from "tickets"."carrier_tickets"."int_ticket_days" where total_records > 0);

commit;
