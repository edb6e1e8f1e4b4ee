-- not_null_exec_kpis_as_of_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select as_of_date
from "tickets"."carrier_tickets"."exec_kpis"
where as_of_date is null
) dbt_internal_test;


-- not_null_tickets_daily_check_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from "tickets"."carrier_tickets"."tickets_daily_check"
where transaction_date is null
) dbt_internal_test;


-- tickets_daily_check_no_ticket_stands_twice
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select *
from "tickets"."carrier_tickets"."tickets_daily_check"
where not coalesce(total_records = unique_tickets, false)
) dbt_internal_test;


-- unique_exec_kpis_as_of_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    as_of_date as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."exec_kpis"
where as_of_date is not null
group by as_of_date
having count(*) > 1
) dbt_internal_test;


-- unique_tickets_daily_check_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    transaction_date as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."tickets_daily_check"
where transaction_date is not null
group by transaction_date
having count(*) > 1
) dbt_internal_test;
