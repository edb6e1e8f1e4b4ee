-- monitor_int_ticket_days
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with sluice_rows as (
    select
        date_trunc('day', cast("transaction_date" as timestamp)) as sluice_period,
        cast("transaction_date" as timestamp) as sluice_at,
        "total_records" as sluice_c0,
        "rejected_tickets" as sluice_c1
    from "tickets"."carrier_tickets"."int_ticket_days"
    where "transaction_date" <= cast(current_timestamp as timestamp) + interval '1 day' and "transaction_date" >= (select date_trunc('day', cast(max("transaction_date") as timestamp)) - interval '60 day' from "tickets"."carrier_tickets"."int_ticket_days" where "transaction_date" <= cast(current_timestamp as timestamp) + interval '1 day')
)

select
    'all' as part,
    strftime(sluice_period, '%Y-%m-%d %H:%M:%S') as period,
    cast(null as varchar) as segment_column,
    cast(null as varchar) as segment,
    cast(null as varchar) as item,
    count(*) as row_count,
    strftime(max(sluice_at), '%Y-%m-%d %H:%M:%S') as newest,
    quantile_cont(cast(sluice_c0 as double precision), 0.5) as m0_0,
    quantile_cont(cast(sluice_c0 as double precision), 0.1) as m0_1,
    quantile_cont(cast(sluice_c0 as double precision), 0.9) as m0_2,
    avg(cast(sluice_c0 as double precision)) as m0_3,
    quantile_cont(cast(sluice_c1 as double precision), 0.5) as m1_0,
    quantile_cont(cast(sluice_c1 as double precision), 0.1) as m1_1,
    quantile_cont(cast(sluice_c1 as double precision), 0.9) as m1_2,
    avg(cast(sluice_c1 as double precision)) as m1_3
from sluice_rows
group by sluice_period
) dbt_internal_test;


-- not_null_int_ticket_days_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from "tickets"."carrier_tickets"."int_ticket_days"
where transaction_date is null
) dbt_internal_test;


-- unique_int_ticket_days_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    transaction_date as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."int_ticket_days"
where transaction_date is not null
group by transaction_date
having count(*) > 1
) dbt_internal_test;
