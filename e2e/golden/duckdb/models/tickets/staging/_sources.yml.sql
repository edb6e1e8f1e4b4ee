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
    from (select * from read_parquet('data/raw/tickets/day=*/*.parquet', union_by_name = true) union all by name select null::varchar as bunker_grade where false)
    where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day' and "loaded_at" >= (select date_trunc('day', cast(max("loaded_at") as timestamp)) - interval '60 day' from (select * from read_parquet('data/raw/tickets/day=*/*.parquet', union_by_name = true) union all by name select null::varchar as bunker_grade where false) where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day')
)

select
    'all' as part,
    strftime(sluice_period, '%Y-%m-%d %H:%M:%S') as period,
    cast(null as varchar) as segment_column,
    cast(null as varchar) as segment,
    cast(null as varchar) as item,
    count(*) as row_count,
    strftime(max(sluice_at), '%Y-%m-%d %H:%M:%S') as newest,
    count(*) - count(distinct (sluice_c0, sluice_c1)) as m1_0
from sluice_rows
group by sluice_period
) dbt_internal_test;
