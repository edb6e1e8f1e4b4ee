-- monitor_carrier_feed_ticket_changes
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with sluice_rows as (
    select
        date_trunc('day', cast("loaded_at" as timestamp)) as sluice_period,
        cast("loaded_at" as timestamp) as sluice_at,
        "ticket_id" as sluice_c0,
        "op" as sluice_c1
    from "tickets"."raw_tickets"."ticket_changes"
    where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day' and "loaded_at" >= (select date_trunc('day', cast(max("loaded_at") as timestamp)) - interval '60 day' from "tickets"."raw_tickets"."ticket_changes" where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day')
)

select
    'all' as part,
    to_char(sluice_period, 'YYYY-MM-DD HH24:MI:SS') as period,
    cast(null as varchar) as segment_column,
    cast(null as varchar) as segment,
    cast(null as varchar) as item,
    count(*) as row_count,
    to_char(max(sluice_at), 'YYYY-MM-DD HH24:MI:SS') as newest,
    count(*) - count(distinct (sluice_c0, sluice_c1)) as m1_0
from sluice_rows
group by sluice_period
) dbt_internal_test;
