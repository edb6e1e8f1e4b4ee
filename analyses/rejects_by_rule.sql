-- Which rules are broken, by whom, and since when.
select
    rejects.broken_rule,
    rejects.carrier_id,
    carriers.carrier_name,
    count(*) as tickets,
    min(rejects.since) as since
from {{ ref('ticket_rejects') }} as rejects
left join {{ ref('carriers') }} as carriers on carriers.carrier_id = rejects.carrier_id
group by rejects.broken_rule, rejects.carrier_id, carriers.carrier_name
order by tickets desc, rejects.broken_rule, rejects.carrier_id
