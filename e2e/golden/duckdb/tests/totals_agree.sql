select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
-- The executive total is the sum over the carriers, over the fuels, and over the vessels.
with totals as (

    select 'carriers' as mart, sum(total_value_usd) as total_value_usd, sum(tickets) as tickets
    from "tickets"."carrier_tickets"."carrier_activity_daily"
    where transaction_date <= (select as_of_date from "tickets"."carrier_tickets"."exec_kpis")
    union all
    select 'fuels', sum(total_value_usd), sum(tickets)
    from "tickets"."carrier_tickets"."fuel_type_daily"
    where transaction_date <= (select as_of_date from "tickets"."carrier_tickets"."exec_kpis")
    union all
    select 'vessels', sum(total_value_usd), sum(tickets)
    from "tickets"."carrier_tickets"."vessel_activity_daily"
    where transaction_date <= (select as_of_date from "tickets"."carrier_tickets"."exec_kpis")

)

select
    totals.mart,
    totals.total_value_usd,
    exec.total_value_usd as executive_value_usd
from totals
cross join "tickets"."carrier_tickets"."exec_kpis" as exec
where totals.total_value_usd is distinct from exec.total_value_usd
    or totals.tickets is distinct from exec.tickets
) dbt_internal_test;
