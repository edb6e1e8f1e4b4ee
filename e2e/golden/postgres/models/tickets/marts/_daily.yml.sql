-- not_null_carrier_activity_daily_carrier_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select carrier_id
from "tickets"."carrier_tickets"."carrier_activity_daily"
where carrier_id is null
) dbt_internal_test;


-- not_null_carrier_activity_daily_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from "tickets"."carrier_tickets"."carrier_activity_daily"
where transaction_date is null
) dbt_internal_test;


-- not_null_fuel_type_daily_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select fuel_type
from "tickets"."carrier_tickets"."fuel_type_daily"
where fuel_type is null
) dbt_internal_test;


-- not_null_fuel_type_daily_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from "tickets"."carrier_tickets"."fuel_type_daily"
where transaction_date is null
) dbt_internal_test;


-- not_null_port_geography_port_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select port_id
from "tickets"."carrier_tickets"."port_geography"
where port_id is null
) dbt_internal_test;


-- not_null_vessel_activity_daily_transaction_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date
from "tickets"."carrier_tickets"."vessel_activity_daily"
where transaction_date is null
) dbt_internal_test;


-- not_null_vessel_activity_daily_vessel_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select vessel_id
from "tickets"."carrier_tickets"."vessel_activity_daily"
where vessel_id is null
) dbt_internal_test;


-- relationships_fuel_type_daily_8e02557c379d9cca3e6a988680dfd4b7
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with child as (
    select fuel_type as from_field
    from "tickets"."carrier_tickets"."fuel_type_daily"
    where fuel_type is not null
),

parent as (
    select fuel_type as to_field
    from "tickets"."carrier_tickets"."fuel_types"
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null
) dbt_internal_test;


-- unique_combination_carrier_act_66446299c819f58f19cdaeca2819670b
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date, carrier_id, count(*) as occurrences
from "tickets"."carrier_tickets"."carrier_activity_daily"
group by transaction_date, carrier_id
having count(*) > 1
) dbt_internal_test;


-- unique_combination_fuel_type_daily_transaction_date__fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date, fuel_type, count(*) as occurrences
from "tickets"."carrier_tickets"."fuel_type_daily"
group by transaction_date, fuel_type
having count(*) > 1
) dbt_internal_test;


-- unique_combination_vessel_acti_e9a50c9512b333cc85ef78f568e78fd9
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select transaction_date, vessel_id, count(*) as occurrences
from "tickets"."carrier_tickets"."vessel_activity_daily"
group by transaction_date, vessel_id
having count(*) > 1
) dbt_internal_test;


-- unique_port_geography_port_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    port_id as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."port_geography"
where port_id is not null
group by port_id
having count(*) > 1
) dbt_internal_test;
