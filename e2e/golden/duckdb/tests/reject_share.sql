select
    coalesce(max(per_million), 0) as failures,
    coalesce(max(per_million), 0) > 500 as should_warn,
    coalesce(max(per_million), 0) >= 1000 as should_error
from (
-- Rejected tickets in a million received: more than 500 is worth a look, 1,000 (0.1 %) stops what depends on them.
select
    cast(floor(1000000.0 * rejected.tickets / received.tickets) as bigint) as per_million,
    rejected.tickets as rejected_tickets,
    received.tickets as received_tickets
from (select count(distinct ticket_id) as tickets from "tickets"."carrier_tickets"."ticket_rejects") as rejected
cross join (select count(distinct ticket_id) as tickets from "tickets"."carrier_tickets"."stg_ticket_changes") as received
where received.tickets > 0
) dbt_internal_test;
