-- First build
create table "tickets"."carrier_tickets"."tickets" as (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- "tickets"."carrier_tickets"."stg_ticket_changes", "tickets"."carrier_tickets"."carriers", "tickets"."carrier_tickets"."fuel_spellings", "tickets"."carrier_tickets"."int_fx_periods"
with ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from "tickets"."carrier_tickets"."int_tickets_validated"

)

select
    ticket_id,
    carrier_id,
    vessel_id,
    port_id,
    fuel_type,
    fuel_type_raw,
    bunker_grade,
    quantity,
    price_per_unit,
    total_amount,
    currency,
    usd_rate,
    amount_usd,
    transaction_date,
    cast(extract(year from transaction_date) as integer) as year,
    cast(extract(month from transaction_date) as integer) as month,
    cast(extract(day from transaction_date) as integer) as day,
    loaded_at,
    op
from ranked
where recency = 1
    and op <> 'D'
    and broken_rule is null
);

-- Next run: the relation stands
begin;

create temporary table "tickets__dbt_tmp" as (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- "tickets"."carrier_tickets"."stg_ticket_changes", "tickets"."carrier_tickets"."carriers", "tickets"."carrier_tickets"."fuel_spellings", "tickets"."carrier_tickets"."int_fx_periods"
with touched as (

    -- what was loaded since the watermark, and again what was loaded shortly before it
    select ticket_id
    from "tickets"."carrier_tickets"."stg_ticket_changes"
    where loaded_at >= (select max(loaded_at) - interval '3 days' from "tickets"."carrier_tickets"."tickets")
    union
    select newest.ticket_id
    from (
        select
            ticket_id,
            max(loaded_at) as loaded_at,
            max(case when op = 'D' then loaded_at end) as deleted_at
        from "tickets"."carrier_tickets"."stg_ticket_changes"
        group by ticket_id
    ) as newest
    left join "tickets"."carrier_tickets"."tickets" as standing on standing.ticket_id = newest.ticket_id
    where standing.loaded_at < newest.loaded_at
        or standing.loaded_at <= newest.deleted_at
        or (standing.ticket_id is null and (newest.deleted_at is null or newest.deleted_at < newest.loaded_at))
    union
    select standing.ticket_id
    from "tickets"."carrier_tickets"."tickets" as standing
    left join "tickets"."carrier_tickets"."carriers" as carriers on carriers.carrier_id = standing.carrier_id
    left join "tickets"."carrier_tickets"."fuel_spellings" as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(standing.fuel_type_raw))
    left join "tickets"."carrier_tickets"."int_fx_periods" as fx
        on fx.currency = standing.currency
        and standing.transaction_date >= fx.valid_from
        and standing.transaction_date < fx.valid_to
    where carriers.carrier_id is null
        or spellings.fuel_type is distinct from standing.fuel_type
        or fx.usd_rate is distinct from standing.usd_rate

),

ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from "tickets"."carrier_tickets"."int_tickets_validated"
    where ticket_id in (select ticket_id from touched)

)

select
    ticket_id,
    carrier_id,
    vessel_id,
    port_id,
    fuel_type,
    fuel_type_raw,
    bunker_grade,
    quantity,
    price_per_unit,
    total_amount,
    currency,
    usd_rate,
    amount_usd,
    transaction_date,
    cast(extract(year from transaction_date) as integer) as year,
    cast(extract(month from transaction_date) as integer) as month,
    cast(extract(day from transaction_date) as integer) as day,
    loaded_at,
    case when broken_rule is null then op else 'D' end as op
from ranked
where recency = 1
);

merge into "tickets"."carrier_tickets"."tickets" as standing
using "tickets__dbt_tmp" as change
on change.ticket_id = standing.ticket_id
when matched and change.loaded_at >= standing.loaded_at and change.op = 'D' then delete
when matched and change.loaded_at >= standing.loaded_at and (
    change."ticket_id" is distinct from standing."ticket_id"
    or change."carrier_id" is distinct from standing."carrier_id"
    or change."vessel_id" is distinct from standing."vessel_id"
    or change."port_id" is distinct from standing."port_id"
    or change."fuel_type" is distinct from standing."fuel_type"
    or change."fuel_type_raw" is distinct from standing."fuel_type_raw"
    or change."bunker_grade" is distinct from standing."bunker_grade"
    or change."quantity" is distinct from standing."quantity"
    or change."price_per_unit" is distinct from standing."price_per_unit"
    or change."total_amount" is distinct from standing."total_amount"
    or change."currency" is distinct from standing."currency"
    or change."usd_rate" is distinct from standing."usd_rate"
    or change."amount_usd" is distinct from standing."amount_usd"
    or change."transaction_date" is distinct from standing."transaction_date"
    or change."year" is distinct from standing."year"
    or change."month" is distinct from standing."month"
    or change."day" is distinct from standing."day"
    or change."loaded_at" is distinct from standing."loaded_at"
    or change."op" is distinct from standing."op"
) then update set
    "ticket_id" = change."ticket_id",
    "carrier_id" = change."carrier_id",
    "vessel_id" = change."vessel_id",
    "port_id" = change."port_id",
    "fuel_type" = change."fuel_type",
    "fuel_type_raw" = change."fuel_type_raw",
    "bunker_grade" = change."bunker_grade",
    "quantity" = change."quantity",
    "price_per_unit" = change."price_per_unit",
    "total_amount" = change."total_amount",
    "currency" = change."currency",
    "usd_rate" = change."usd_rate",
    "amount_usd" = change."amount_usd",
    "transaction_date" = change."transaction_date",
    "year" = change."year",
    "month" = change."month",
    "day" = change."day",
    "loaded_at" = change."loaded_at",
    "op" = change."op"
when not matched and change.op <> 'D' then insert (
    "ticket_id",
    "carrier_id",
    "vessel_id",
    "port_id",
    "fuel_type",
    "fuel_type_raw",
    "bunker_grade",
    "quantity",
    "price_per_unit",
    "total_amount",
    "currency",
    "usd_rate",
    "amount_usd",
    "transaction_date",
    "year",
    "month",
    "day",
    "loaded_at",
    "op"
)
values (
    change."ticket_id",
    change."carrier_id",
    change."vessel_id",
    change."port_id",
    change."fuel_type",
    change."fuel_type_raw",
    change."bunker_grade",
    change."quantity",
    change."price_per_unit",
    change."total_amount",
    change."currency",
    change."usd_rate",
    change."amount_usd",
    change."transaction_date",
    change."year",
    change."month",
    change."day",
    change."loaded_at",
    change."op"
);

drop table if exists "tickets__dbt_tmp" cascade;

commit;
