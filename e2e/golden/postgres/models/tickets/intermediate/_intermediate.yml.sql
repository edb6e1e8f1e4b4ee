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
