-- First build
begin;

create table "tickets"."carrier_tickets"."ticket_rejects" as (
-- The tickets kept out of `tickets`, with the rule each breaks and what was received. All of them are judged again on every build,
-- after "tickets"."carrier_tickets"."tickets".
with ranked as (

    select
        ticket_id,
        broken_rule,
        loaded_at,
        op,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency,
        first_value(broken_rule) over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as newest_rule
    from "tickets"."carrier_tickets"."int_tickets_validated"

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
inner join "tickets"."carrier_tickets"."stg_ticket_changes" as received
    on received.ticket_id = newest.ticket_id
    and received.loaded_at = newest.loaded_at
    and received.op = newest.op
where newest.broken_rule is not null
);

commit;

-- Next run: the relation stands
begin;

create temporary table "ticket_rejects__dbt_tmp" as (
-- The tickets kept out of `tickets`, with the rule each breaks and what was received. All of them are judged again on every build,
-- after "tickets"."carrier_tickets"."tickets".
with touched as (

    select ticket_id from "tickets"."carrier_tickets"."ticket_rejects"
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

),

ranked as (

    select
        ticket_id,
        broken_rule,
        loaded_at,
        op,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency,
        first_value(broken_rule) over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as newest_rule
    from "tickets"."carrier_tickets"."int_tickets_validated"
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
inner join "tickets"."carrier_tickets"."stg_ticket_changes" as received
    on received.ticket_id = newest.ticket_id
    and received.loaded_at = newest.loaded_at
    and received.op = newest.op
);

delete from "tickets"."carrier_tickets"."ticket_rejects" as standing
where exists (
    select 1
    from "ticket_rejects__dbt_tmp" as change
    where change.ticket_id = standing.ticket_id
        and change.loaded_at >= standing.loaded_at
        and (
            change.op = 'D'
            or change."ticket_id" is distinct from standing."ticket_id"
            or change."broken_rule" is distinct from standing."broken_rule"
            or change."since" is distinct from standing."since"
            or change."carrier_id" is distinct from standing."carrier_id"
            or change."vessel_id" is distinct from standing."vessel_id"
            or change."port_id" is distinct from standing."port_id"
            or change."fuel_type" is distinct from standing."fuel_type"
            or change."quantity" is distinct from standing."quantity"
            or change."price_per_unit" is distinct from standing."price_per_unit"
            or change."total_amount" is distinct from standing."total_amount"
            or change."currency" is distinct from standing."currency"
            or change."transaction_date" is distinct from standing."transaction_date"
            or change."loaded_at" is distinct from standing."loaded_at"
            or change."op" is distinct from standing."op"
        )
);

insert into "tickets"."carrier_tickets"."ticket_rejects" (
    "ticket_id",
    "broken_rule",
    "since",
    "carrier_id",
    "vessel_id",
    "port_id",
    "fuel_type",
    "quantity",
    "price_per_unit",
    "total_amount",
    "currency",
    "transaction_date",
    "loaded_at",
    "op"
)
select
    "ticket_id",
    "broken_rule",
    "since",
    "carrier_id",
    "vessel_id",
    "port_id",
    "fuel_type",
    "quantity",
    "price_per_unit",
    "total_amount",
    "currency",
    "transaction_date",
    "loaded_at",
    "op"
from "ticket_rejects__dbt_tmp" as change
where change.op <> 'D'
    and not exists (
        select 1
        from "tickets"."carrier_tickets"."ticket_rejects" as standing
        where change.ticket_id = standing.ticket_id
    );

drop table if exists "ticket_rejects__dbt_tmp" cascade;

commit;
