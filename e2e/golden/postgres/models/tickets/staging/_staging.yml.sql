-- accepted_values_stg_ticket_changes_op__I__U__D
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with all_values as (

    select
        op as value_field,
        count(*) as n_records

    from "tickets"."carrier_tickets"."stg_ticket_changes"
    group by op

)

select *
from all_values
where value_field not in (
    'I','U','D'
)
) dbt_internal_test;


-- monitor_stg_ticket_changes
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with sluice_rows as (
    select
        date_trunc('day', cast("loaded_at" as timestamp)) as sluice_period,
        cast("loaded_at" as timestamp) as sluice_at,
        "vessel_id" as sluice_c0,
        "port_id" as sluice_c1,
        "quantity" as sluice_c2,
        "price_per_unit" as sluice_c3,
        "carrier_id" as sluice_c4,
        "fuel_type" as sluice_c5,
        "loaded_at" as sluice_c6
    from "tickets"."carrier_tickets"."stg_ticket_changes"
    where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day' and "loaded_at" >= (select date_trunc('day', cast(max("loaded_at") as timestamp)) - interval '60 day' from "tickets"."carrier_tickets"."stg_ticket_changes" where "loaded_at" <= cast(current_timestamp as timestamp) + interval '1 day')
)
,
sluice_mix8 as (
    select
        sluice_period,
        substr(cast(sluice_c5 as varchar), 1, 200) as sluice_item,
        count(*) as sluice_count,
        row_number() over (partition by sluice_period order by count(*) desc) as sluice_place
    from sluice_rows
    where sluice_c5 is not null
    group by 1, 2
)
,
sluice_mix9 as (
    select
        sluice_period,
        substr(cast(sluice_c4 as varchar), 1, 200) as sluice_item,
        count(*) as sluice_count,
        row_number() over (partition by sluice_period order by count(*) desc) as sluice_place
    from sluice_rows
    where sluice_c4 is not null
    group by 1, 2
)

select
    'all' as part,
    to_char(sluice_period, 'YYYY-MM-DD HH24:MI:SS') as period,
    cast(null as varchar) as segment_column,
    cast(null as varchar) as segment,
    cast(null as varchar) as item,
    count(*) as row_count,
    to_char(max(sluice_at), 'YYYY-MM-DD HH24:MI:SS') as newest,
    count(*) - count(sluice_c0) as m1_0,
    count(*) - count(sluice_c1) as m2_0,
    count(*) - count(sluice_c2) as m3_0,
    count(*) - count(sluice_c3) as m4_0,
    count(distinct sluice_c4) as m5_0,
    percentile_cont(0.5) within group (order by cast(sluice_c2 as double precision)) as m6_0,
    percentile_cont(0.1) within group (order by cast(sluice_c2 as double precision)) as m6_1,
    percentile_cont(0.9) within group (order by cast(sluice_c2 as double precision)) as m6_2,
    avg(cast(sluice_c2 as double precision)) as m6_3,
    percentile_cont(0.5) within group (order by cast(sluice_c3 as double precision)) as m7_0,
    percentile_cont(0.1) within group (order by cast(sluice_c3 as double precision)) as m7_1,
    percentile_cont(0.9) within group (order by cast(sluice_c3 as double precision)) as m7_2,
    avg(cast(sluice_c3 as double precision)) as m7_3,
    percentile_cont(0.5) within group (order by cast(extract(epoch from cast(sluice_c6 as timestamp) - sluice_period) as double precision) / 3600) as m10_0,
    percentile_cont(0.9) within group (order by cast(extract(epoch from cast(sluice_c6 as timestamp) - sluice_period) as double precision) / 3600) as m10_1
from sluice_rows
group by sluice_period

union all
select
    'mix8',
    to_char(sluice_period, 'YYYY-MM-DD HH24:MI:SS'),
    cast(null as varchar),
    cast(null as varchar),
    sluice_item,
    sluice_count,
    cast(null as varchar),
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null
from sluice_mix8
where sluice_place <= 100
union all
select
    'mix9',
    to_char(sluice_period, 'YYYY-MM-DD HH24:MI:SS'),
    cast(null as varchar),
    cast(null as varchar),
    sluice_item,
    sluice_count,
    cast(null as varchar),
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null
from sluice_mix9
where sluice_place <= 100
) dbt_internal_test;


-- not_null_stg_ticket_changes_loaded_at
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select loaded_at
from "tickets"."carrier_tickets"."stg_ticket_changes"
where loaded_at is null
) dbt_internal_test;


-- not_null_stg_ticket_changes_op
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select op
from "tickets"."carrier_tickets"."stg_ticket_changes"
where op is null
) dbt_internal_test;


-- not_null_stg_ticket_changes_ticket_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select ticket_id
from "tickets"."carrier_tickets"."stg_ticket_changes"
where ticket_id is null
) dbt_internal_test;


-- unique_combination_stg_ticket_changes_ticket_id__loaded_at__op
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select ticket_id, loaded_at, op, count(*) as occurrences
from "tickets"."carrier_tickets"."stg_ticket_changes"
group by ticket_id, loaded_at, op
having count(*) > 1
) dbt_internal_test;
