-- expression_holds_fx_rates_usd_rate___0
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select *
from "tickets"."carrier_tickets"."fx_rates"
where not coalesce(usd_rate > 0, false)
) dbt_internal_test;


-- not_null_carriers_carrier_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select carrier_id
from "tickets"."carrier_tickets"."carriers"
where carrier_id is null
) dbt_internal_test;


-- not_null_carriers_carrier_name
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select carrier_name
from "tickets"."carrier_tickets"."carriers"
where carrier_name is null
) dbt_internal_test;


-- not_null_fuel_spellings_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select fuel_type
from "tickets"."carrier_tickets"."fuel_spellings"
where fuel_type is null
) dbt_internal_test;


-- not_null_fuel_spellings_raw_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select raw_fuel_type
from "tickets"."carrier_tickets"."fuel_spellings"
where raw_fuel_type is null
) dbt_internal_test;


-- not_null_fuel_types_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select fuel_type
from "tickets"."carrier_tickets"."fuel_types"
where fuel_type is null
) dbt_internal_test;


-- not_null_fx_rates_currency
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select currency
from "tickets"."carrier_tickets"."fx_rates"
where currency is null
) dbt_internal_test;


-- not_null_fx_rates_rate_date
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select rate_date
from "tickets"."carrier_tickets"."fx_rates"
where rate_date is null
) dbt_internal_test;


-- not_null_ports_port_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select port_id
from "tickets"."carrier_tickets"."ports"
where port_id is null
) dbt_internal_test;


-- not_null_vessels_vessel_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select vessel_id
from "tickets"."carrier_tickets"."vessels"
where vessel_id is null
) dbt_internal_test;


-- relationships_fuel_spellings_8f76ff2aa5dafe990164c59cb438187c
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
with child as (
    select fuel_type as from_field
    from "tickets"."carrier_tickets"."fuel_spellings"
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


-- unique_carriers_carrier_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    carrier_id as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."carriers"
where carrier_id is not null
group by carrier_id
having count(*) > 1
) dbt_internal_test;


-- unique_combination_fx_rates_rate_date__currency
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select rate_date, currency, count(*) as occurrences
from "tickets"."carrier_tickets"."fx_rates"
group by rate_date, currency
having count(*) > 1
) dbt_internal_test;


-- unique_fuel_spellings_raw_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    raw_fuel_type as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."fuel_spellings"
where raw_fuel_type is not null
group by raw_fuel_type
having count(*) > 1
) dbt_internal_test;


-- unique_fuel_types_fuel_type
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    fuel_type as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."fuel_types"
where fuel_type is not null
group by fuel_type
having count(*) > 1
) dbt_internal_test;


-- unique_ports_port_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    port_id as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."ports"
where port_id is not null
group by port_id
having count(*) > 1
) dbt_internal_test;


-- unique_vessels_vessel_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    vessel_id as unique_field,
    count(*) as n_records

from "tickets"."carrier_tickets"."vessels"
where vessel_id is not null
group by vessel_id
having count(*) > 1
) dbt_internal_test;


-- value_range_ports_latitude___90__90
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select latitude
from "tickets"."carrier_tickets"."ports"
where false
  or latitude < -90
  or latitude > 90
) dbt_internal_test;


-- value_range_ports_longitude___180__180
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select longitude
from "tickets"."carrier_tickets"."ports"
where false
  or longitude < -180
  or longitude > 180
) dbt_internal_test;
