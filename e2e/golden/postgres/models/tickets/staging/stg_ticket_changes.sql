begin;

create view "tickets"."carrier_tickets"."stg_ticket_changes__dbt_tmp" as (
-- One row for each change of a ticket, as received: the same message delivered again is the same change.
with delivered as (

    select
        trim(ticket_id) as ticket_id,
        nullif(trim(carrier_id), '') as carrier_id,
        nullif(trim(vessel_id), '') as vessel_id,
        nullif(trim(port_id), '') as port_id,
        fuel_type,
        bunker_grade,
        quantity,
        price_per_unit,
        total_amount,
        upper(trim(currency)) as currency,
        transaction_date,
        loaded_at,
        upper(trim(op)) as op
    from "tickets"."raw_tickets"."ticket_changes"

),

counted as (

    select
        *,
        row_number() over (
            partition by ticket_id, loaded_at, op
            order by
                total_amount desc nulls last,
                quantity desc nulls last,
                price_per_unit desc nulls last,
                carrier_id nulls last,
                vessel_id nulls last,
                port_id nulls last,
                fuel_type nulls last,
                currency nulls last
        ) as delivery
    from delivered

)

select
    ticket_id,
    carrier_id,
    vessel_id,
    port_id,
    fuel_type,
    bunker_grade,
    quantity,
    price_per_unit,
    total_amount,
    currency,
    transaction_date,
    loaded_at,
    op
from counted
where delivery = 1
);

alter table "tickets"."carrier_tickets"."stg_ticket_changes__dbt_tmp" rename to "stg_ticket_changes";

commit;
