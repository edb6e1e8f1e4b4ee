-- First build
create or replace transient table tickets.carrier_tickets.ticket_rejects as (
-- The tickets kept out of `tickets`, with the rule each breaks and what was received. All of them are judged again on every build,
-- after tickets.carrier_tickets.tickets.
with ranked as (

    select
        ticket_id,
        broken_rule,
        loaded_at,
        op,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency,
        first_value(broken_rule) over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as newest_rule
    from tickets.carrier_tickets.int_tickets_validated

),

-- the last change that broke no rule or another one
compared as (

    select
        *,
        max(case when broken_rule is distinct from newest_rule then loaded_at end) over (partition by ticket_id) as last_other
    from ranked

),

dated as (

    select
        *,
        min(case when last_other is null or loaded_at > last_other then loaded_at end) over (partition by ticket_id) as since
    from compared

),

newest as (

    select * from dated where recency = 1

)

select
    newest.ticket_id,
    newest.broken_rule,
    newest.since,
    received.carrier_id,
    received.vessel_id,
    received.port_id,
    received.fuel_type,
    received.quantity,
    received.price_per_unit,
    received.total_amount,
    received.currency,
    received.transaction_date,
    newest.loaded_at,
    newest.op
from newest
inner join tickets.carrier_tickets.stg_ticket_changes as received
    on received.ticket_id = newest.ticket_id
    and received.loaded_at = newest.loaded_at
    and received.op = newest.op
where newest.broken_rule is not null
);

-- Next run: the relation stands
create or replace temporary table tickets.carrier_tickets.ticket_rejects__dbt_tmp as (
-- The tickets kept out of `tickets`, with the rule each breaks and what was received. All of them are judged again on every build,
-- after tickets.carrier_tickets.tickets.
with touched as (

    select ticket_id from tickets.carrier_tickets.ticket_rejects
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

),

ranked as (

    select
        ticket_id,
        broken_rule,
        loaded_at,
        op,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency,
        first_value(broken_rule) over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as newest_rule
    from tickets.carrier_tickets.int_tickets_validated
    where ticket_id in (select ticket_id from touched)

),

-- the last change that broke no rule or another one
compared as (

    select
        *,
        max(case when broken_rule is distinct from newest_rule then loaded_at end) over (partition by ticket_id) as last_other
    from ranked

),

dated as (

    select
        *,
        min(case when last_other is null or loaded_at > last_other then loaded_at end) over (partition by ticket_id) as since
    from compared

),

newest as (

    select * from dated where recency = 1

)

select
    newest.ticket_id,
    newest.broken_rule,
    newest.since,
    received.carrier_id,
    received.vessel_id,
    received.port_id,
    received.fuel_type,
    received.quantity,
    received.price_per_unit,
    received.total_amount,
    received.currency,
    received.transaction_date,
    newest.loaded_at,
    case when newest.broken_rule is null then 'D' else newest.op end as op
from newest
inner join tickets.carrier_tickets.stg_ticket_changes as received
    on received.ticket_id = newest.ticket_id
    and received.loaded_at = newest.loaded_at
    and received.op = newest.op
);

merge into tickets.carrier_tickets.ticket_rejects as standing
using tickets.carrier_tickets.ticket_rejects__dbt_tmp as change
on change.ticket_id = standing.ticket_id
when matched and change.loaded_at >= standing.loaded_at and change.op = 'D' then delete
when matched and change.loaded_at >= standing.loaded_at and (
    change."TICKET_ID" is distinct from standing."TICKET_ID"
    or change."BROKEN_RULE" is distinct from standing."BROKEN_RULE"
    or change."SINCE" is distinct from standing."SINCE"
    or change."CARRIER_ID" is distinct from standing."CARRIER_ID"
    or change."VESSEL_ID" is distinct from standing."VESSEL_ID"
    or change."PORT_ID" is distinct from standing."PORT_ID"
    or change."FUEL_TYPE" is distinct from standing."FUEL_TYPE"
    or change."QUANTITY" is distinct from standing."QUANTITY"
    or change."PRICE_PER_UNIT" is distinct from standing."PRICE_PER_UNIT"
    or change."TOTAL_AMOUNT" is distinct from standing."TOTAL_AMOUNT"
    or change."CURRENCY" is distinct from standing."CURRENCY"
    or change."TRANSACTION_DATE" is distinct from standing."TRANSACTION_DATE"
    or change."LOADED_AT" is distinct from standing."LOADED_AT"
    or change."OP" is distinct from standing."OP"
) then update set
    "TICKET_ID" = change."TICKET_ID",
    "BROKEN_RULE" = change."BROKEN_RULE",
    "SINCE" = change."SINCE",
    "CARRIER_ID" = change."CARRIER_ID",
    "VESSEL_ID" = change."VESSEL_ID",
    "PORT_ID" = change."PORT_ID",
    "FUEL_TYPE" = change."FUEL_TYPE",
    "QUANTITY" = change."QUANTITY",
    "PRICE_PER_UNIT" = change."PRICE_PER_UNIT",
    "TOTAL_AMOUNT" = change."TOTAL_AMOUNT",
    "CURRENCY" = change."CURRENCY",
    "TRANSACTION_DATE" = change."TRANSACTION_DATE",
    "LOADED_AT" = change."LOADED_AT",
    "OP" = change."OP"
when not matched and change.op <> 'D' then insert (
    "TICKET_ID",
    "BROKEN_RULE",
    "SINCE",
    "CARRIER_ID",
    "VESSEL_ID",
    "PORT_ID",
    "FUEL_TYPE",
    "QUANTITY",
    "PRICE_PER_UNIT",
    "TOTAL_AMOUNT",
    "CURRENCY",
    "TRANSACTION_DATE",
    "LOADED_AT",
    "OP"
)
values (
    change."TICKET_ID",
    change."BROKEN_RULE",
    change."SINCE",
    change."CARRIER_ID",
    change."VESSEL_ID",
    change."PORT_ID",
    change."FUEL_TYPE",
    change."QUANTITY",
    change."PRICE_PER_UNIT",
    change."TOTAL_AMOUNT",
    change."CURRENCY",
    change."TRANSACTION_DATE",
    change."LOADED_AT",
    change."OP"
);

drop table if exists tickets.carrier_tickets.ticket_rejects__dbt_tmp cascade;
