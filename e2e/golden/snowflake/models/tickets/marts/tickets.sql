-- First build
create or replace transient table tickets.carrier_tickets.tickets as (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- tickets.carrier_tickets.stg_ticket_changes, tickets.carrier_tickets.carriers, tickets.carrier_tickets.fuel_spellings, tickets.carrier_tickets.int_fx_periods
with ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from tickets.carrier_tickets.int_tickets_validated

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
create or replace temporary table tickets.carrier_tickets.tickets__dbt_tmp as (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- tickets.carrier_tickets.stg_ticket_changes, tickets.carrier_tickets.carriers, tickets.carrier_tickets.fuel_spellings, tickets.carrier_tickets.int_fx_periods
with touched as (

    -- what was loaded since the watermark, and again what was loaded shortly before it
    select ticket_id
    from tickets.carrier_tickets.stg_ticket_changes
    where loaded_at >= (select dateadd(day, -3, max(loaded_at)) from tickets.carrier_tickets.tickets)
    union
    select newest.ticket_id
    from (
        select
            ticket_id,
            max(loaded_at) as loaded_at,
            max(case when op = 'D' then loaded_at end) as deleted_at
        from tickets.carrier_tickets.stg_ticket_changes
        group by ticket_id
    ) as newest
    left join tickets.carrier_tickets.tickets as standing on standing.ticket_id = newest.ticket_id
    where standing.loaded_at < newest.loaded_at
        or standing.loaded_at <= newest.deleted_at
        or (standing.ticket_id is null and (newest.deleted_at is null or newest.deleted_at < newest.loaded_at))
    union
    select standing.ticket_id
    from tickets.carrier_tickets.tickets as standing
    left join tickets.carrier_tickets.carriers as carriers on carriers.carrier_id = standing.carrier_id
    left join tickets.carrier_tickets.fuel_spellings as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(standing.fuel_type_raw))
    left join tickets.carrier_tickets.int_fx_periods as fx
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
    from tickets.carrier_tickets.int_tickets_validated
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

merge into tickets.carrier_tickets.tickets as standing
using tickets.carrier_tickets.tickets__dbt_tmp as change
on change.ticket_id = standing.ticket_id
when matched and change.loaded_at >= standing.loaded_at and change.op = 'D' then delete
when matched and change.loaded_at >= standing.loaded_at and (
    change."TICKET_ID" is distinct from standing."TICKET_ID"
    or change."CARRIER_ID" is distinct from standing."CARRIER_ID"
    or change."VESSEL_ID" is distinct from standing."VESSEL_ID"
    or change."PORT_ID" is distinct from standing."PORT_ID"
    or change."FUEL_TYPE" is distinct from standing."FUEL_TYPE"
    or change."FUEL_TYPE_RAW" is distinct from standing."FUEL_TYPE_RAW"
    or change."BUNKER_GRADE" is distinct from standing."BUNKER_GRADE"
    or change."QUANTITY" is distinct from standing."QUANTITY"
    or change."PRICE_PER_UNIT" is distinct from standing."PRICE_PER_UNIT"
    or change."TOTAL_AMOUNT" is distinct from standing."TOTAL_AMOUNT"
    or change."CURRENCY" is distinct from standing."CURRENCY"
    or change."USD_RATE" is distinct from standing."USD_RATE"
    or change."AMOUNT_USD" is distinct from standing."AMOUNT_USD"
    or change."TRANSACTION_DATE" is distinct from standing."TRANSACTION_DATE"
    or change."YEAR" is distinct from standing."YEAR"
    or change."MONTH" is distinct from standing."MONTH"
    or change."DAY" is distinct from standing."DAY"
    or change."LOADED_AT" is distinct from standing."LOADED_AT"
    or change."OP" is distinct from standing."OP"
) then update set
    "TICKET_ID" = change."TICKET_ID",
    "CARRIER_ID" = change."CARRIER_ID",
    "VESSEL_ID" = change."VESSEL_ID",
    "PORT_ID" = change."PORT_ID",
    "FUEL_TYPE" = change."FUEL_TYPE",
    "FUEL_TYPE_RAW" = change."FUEL_TYPE_RAW",
    "BUNKER_GRADE" = change."BUNKER_GRADE",
    "QUANTITY" = change."QUANTITY",
    "PRICE_PER_UNIT" = change."PRICE_PER_UNIT",
    "TOTAL_AMOUNT" = change."TOTAL_AMOUNT",
    "CURRENCY" = change."CURRENCY",
    "USD_RATE" = change."USD_RATE",
    "AMOUNT_USD" = change."AMOUNT_USD",
    "TRANSACTION_DATE" = change."TRANSACTION_DATE",
    "YEAR" = change."YEAR",
    "MONTH" = change."MONTH",
    "DAY" = change."DAY",
    "LOADED_AT" = change."LOADED_AT",
    "OP" = change."OP"
when not matched and change.op <> 'D' then insert (
    "TICKET_ID",
    "CARRIER_ID",
    "VESSEL_ID",
    "PORT_ID",
    "FUEL_TYPE",
    "FUEL_TYPE_RAW",
    "BUNKER_GRADE",
    "QUANTITY",
    "PRICE_PER_UNIT",
    "TOTAL_AMOUNT",
    "CURRENCY",
    "USD_RATE",
    "AMOUNT_USD",
    "TRANSACTION_DATE",
    "YEAR",
    "MONTH",
    "DAY",
    "LOADED_AT",
    "OP"
)
values (
    change."TICKET_ID",
    change."CARRIER_ID",
    change."VESSEL_ID",
    change."PORT_ID",
    change."FUEL_TYPE",
    change."FUEL_TYPE_RAW",
    change."BUNKER_GRADE",
    change."QUANTITY",
    change."PRICE_PER_UNIT",
    change."TOTAL_AMOUNT",
    change."CURRENCY",
    change."USD_RATE",
    change."AMOUNT_USD",
    change."TRANSACTION_DATE",
    change."YEAR",
    change."MONTH",
    change."DAY",
    change."LOADED_AT",
    change."OP"
);

drop table if exists tickets.carrier_tickets.tickets__dbt_tmp cascade;
