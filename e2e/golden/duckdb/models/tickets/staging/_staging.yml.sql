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
