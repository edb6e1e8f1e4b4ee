-- accepted_values_ticket_rejects_8211a1d9a5a4281d86ecf7f44a5b640c
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with all_values as (

    select
        broken_rule as value_field,
        count(*) as n_records

    from tickets.carrier_tickets.ticket_rejects
    group by broken_rule

)

select *
from all_values
where value_field not in (
    'unknown_carrier','quantity_out_of_range','amount_mismatch','unknown_fuel','no_fx_rate'
)
) dbt_internal_test;


-- accepted_values_tickets_4633978fe9c1346128bbf6d03769f48d
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with all_values as (

    select
        fuel_type as value_field,
        count(*) as n_records

    from tickets.carrier_tickets.tickets
    group by fuel_type

)

select *
from all_values
where value_field not in (
    'Crude Oil','Diesel','Gasoline','Jet Fuel','LNG','LPG','Heavy Fuel Oil','Biofuel'
)
) dbt_internal_test;


-- accepted_values_tickets_op__I__U
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with all_values as (

    select
        op as value_field,
        count(*) as n_records

    from tickets.carrier_tickets.tickets
    group by op

)

select *
from all_values
where value_field not in (
    'I','U'
)
) dbt_internal_test;


-- expression_holds_tickets_usd_rate___0
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select *
from tickets.carrier_tickets.tickets
where not coalesce(usd_rate > 0, false)
) dbt_internal_test;


-- monitor_tickets
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with sluice_rows as (
    select
        date_trunc('day', cast("TRANSACTION_DATE" as timestamp_ntz)) as sluice_period,
        cast("TRANSACTION_DATE" as timestamp_ntz) as sluice_at,
        "VESSEL_ID" as sluice_c0,
        "CARRIER_ID" as sluice_c1,
        "FUEL_TYPE" as sluice_c2,
        "AMOUNT_USD" as sluice_c3
    from tickets.carrier_tickets.tickets
    where "TRANSACTION_DATE" <= cast(current_timestamp as timestamp_ntz) + interval '1 day' and "TRANSACTION_DATE" >= (select date_trunc('day', cast(max("TRANSACTION_DATE") as timestamp_ntz)) - interval '60 day' from tickets.carrier_tickets.tickets where "TRANSACTION_DATE" <= cast(current_timestamp as timestamp_ntz) + interval '1 day')
)
,
sluice_mix5 as (
    select
        sluice_period,
        substr(cast(sluice_c2 as varchar), 1, 200) as sluice_item,
        count(*) as sluice_count,
        row_number() over (partition by sluice_period order by count(*) desc) as sluice_place
    from sluice_rows
    where sluice_c2 is not null
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
    count(distinct sluice_c1) as m2_0,
    count(distinct sluice_c2) as m3_0,
    percentile_cont(0.5) within group (order by cast(sluice_c3 as double precision)) as m4_0,
    percentile_cont(0.1) within group (order by cast(sluice_c3 as double precision)) as m4_1,
    percentile_cont(0.9) within group (order by cast(sluice_c3 as double precision)) as m4_2,
    avg(cast(sluice_c3 as double precision)) as m4_3
from sluice_rows
group by sluice_period

union all
select
    'mix5',
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
    null
from sluice_mix5
where sluice_place <= 100
) dbt_internal_test;


-- not_null_ticket_rejects_broken_rule
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select broken_rule
from tickets.carrier_tickets.ticket_rejects
where broken_rule is null
) dbt_internal_test;


-- not_null_ticket_rejects_since
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select since
from tickets.carrier_tickets.ticket_rejects
where since is null
) dbt_internal_test;


-- not_null_ticket_rejects_ticket_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select ticket_id
from tickets.carrier_tickets.ticket_rejects
where ticket_id is null
) dbt_internal_test;


-- not_null_tickets_amount_usd
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select amount_usd
from tickets.carrier_tickets.tickets
where amount_usd is null
) dbt_internal_test;


-- not_null_tickets_carrier_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select carrier_id
from tickets.carrier_tickets.tickets
where carrier_id is null
) dbt_internal_test;


-- not_null_tickets_ticket_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select ticket_id
from tickets.carrier_tickets.tickets
where ticket_id is null
) dbt_internal_test;


-- not_null_tickets_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from tickets.carrier_tickets.tickets
where transaction_date is null
) dbt_internal_test;


-- relationships_tickets_carrier_id__carrier_id__ref_carriers_
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with child as (
    select carrier_id as from_field
    from tickets.carrier_tickets.tickets
    where carrier_id is not null
),

parent as (
    select carrier_id as to_field
    from tickets.carrier_tickets.carriers
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
) dbt_internal_test;


-- relationships_tickets_port_id__port_id__ref_ports_
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with child as (
    select port_id as from_field
    from tickets.carrier_tickets.tickets
    where port_id is not null
),

parent as (
    select port_id as to_field
    from tickets.carrier_tickets.ports
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
) dbt_internal_test;


-- relationships_tickets_vessel_id__vessel_id__ref_vessels_
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with child as (
    select vessel_id as from_field
    from tickets.carrier_tickets.tickets
    where vessel_id is not null
),

parent as (
    select vessel_id as to_field
    from tickets.carrier_tickets.vessels
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
) dbt_internal_test;


-- tickets_amount_is_quantity_times_price
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select *
from tickets.carrier_tickets.tickets
where not coalesce(abs(total_amount - quantity * price_per_unit) < 0.01, false)
) dbt_internal_test;


-- tickets_vessel_null_share
select
    coalesce(max(per_million), 0) as failures,
    coalesce(max(per_million), 0) > 1000 as should_warn,
    coalesce(max(per_million), 0) != 0 as should_error
from (
select cast(floor(1000000.0 * sum(case when vessel_id is null then 1 else 0 end) / count(*)) as bigint) as per_million
from tickets.carrier_tickets.tickets
having count(*) > 0
) dbt_internal_test;


-- unique_combination_ticket_rejects_ticket_id__broken_rule
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select ticket_id, broken_rule, count(*) as occurrences
from tickets.carrier_tickets.ticket_rejects
group by ticket_id, broken_rule
having count(*) > 1
) dbt_internal_test;


-- unique_tickets_ticket_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    ticket_id as unique_field,
    count(*) as n_records

from tickets.carrier_tickets.tickets
where ticket_id is not null
group by ticket_id
having count(*) > 1
) dbt_internal_test;


-- value_range_tickets_quantity__0_01__10000000
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select quantity
from tickets.carrier_tickets.tickets
where false
  or quantity < 0.01
  or quantity > 10000000
) dbt_internal_test;
