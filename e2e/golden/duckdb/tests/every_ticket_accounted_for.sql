select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
-- Each ticket ever received is valid, rejected or deleted, and only one of them.
with latest as (

    select
        ticket_id,
        max(loaded_at) as loaded_at,
        max(case when op = 'D' then loaded_at end) as deleted_at
    from "tickets"."carrier_tickets"."stg_ticket_changes"
    group by ticket_id

),

places as (

    select ticket_id from "tickets"."carrier_tickets"."tickets"
    union all
    select distinct ticket_id from "tickets"."carrier_tickets"."ticket_rejects"
    union all
    select ticket_id from latest where deleted_at = loaded_at

)

select coalesce(latest.ticket_id, places.ticket_id) as ticket_id, count(places.ticket_id) as places
from latest
full outer join places on places.ticket_id = latest.ticket_id
group by coalesce(latest.ticket_id, places.ticket_id)
having count(places.ticket_id) <> 1 or count(latest.ticket_id) = 0
) dbt_internal_test;
