-- The executive total is the sum over the carriers, over the fuels, and over the vessels.
with totals as (

    select 'carriers' as mart, sum(total_value_usd) as total_value_usd, sum(tickets) as tickets
    from {{ ref('carrier_activity_daily') }}
    where transaction_date <= (select as_of_date from {{ ref('exec_kpis') }})
    union all
    select 'fuels', sum(total_value_usd), sum(tickets)
    from {{ ref('fuel_type_daily') }}
    where transaction_date <= (select as_of_date from {{ ref('exec_kpis') }})
    union all
    select 'vessels', sum(total_value_usd), sum(tickets)
    from {{ ref('vessel_activity_daily') }}
    where transaction_date <= (select as_of_date from {{ ref('exec_kpis') }})

)

select
    totals.mart,
    totals.total_value_usd,
    exec.total_value_usd as executive_value_usd
from totals
cross join {{ ref('exec_kpis') }} as exec
where totals.total_value_usd is distinct from exec.total_value_usd
    or totals.tickets is distinct from exec.tickets
