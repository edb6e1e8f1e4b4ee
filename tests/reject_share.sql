-- Rejected tickets in a million received: more than 500 is worth a look, 1,000 (0.1 %) stops what depends on them.
{{ config(fail_calc='coalesce(max(per_million), 0)', warn_if='> 500', error_if='>= 1000') -}}

select
    cast(floor(1000000.0 * rejected.tickets / received.tickets) as bigint) as per_million,
    rejected.tickets as rejected_tickets,
    received.tickets as received_tickets
from (select count(distinct ticket_id) as tickets from {{ ref('ticket_rejects') }}) as rejected
cross join (select count(distinct ticket_id) as tickets from {{ ref('stg_ticket_changes') }}) as received
where received.tickets > 0
