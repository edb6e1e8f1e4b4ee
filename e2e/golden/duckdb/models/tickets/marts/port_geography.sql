create table "tickets"."carrier_tickets"."port_geography" as (
-- Every port with its place on the map and what was handled there.
with handled as (

    select
        port_id,
        count(*) as tickets,
        count(distinct carrier_id) as carriers,
        count(distinct vessel_id) as vessels,
        cast(sum(amount_usd) as decimal(18, 2)) as total_value_usd,
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date
    from "tickets"."carrier_tickets"."tickets"
    group by port_id

),

fuels as (

    select
        port_id,
        fuel_type,
        row_number() over (partition by port_id order by sum(amount_usd) desc, fuel_type) as place
    from "tickets"."carrier_tickets"."tickets"
    group by port_id, fuel_type

),

rejected as (

    select
        port_id,
        count(distinct ticket_id) as rejected_tickets
    from "tickets"."carrier_tickets"."ticket_rejects"
    group by port_id

)

select
    ports.port_id,
    ports.port_name,
    ports.country_code,
    ports.region,
    ports.latitude,
    ports.longitude,
    coalesce(handled.tickets, 0) as tickets,
    coalesce(handled.carriers, 0) as carriers,
    coalesce(handled.vessels, 0) as vessels,
    cast(coalesce(handled.total_value_usd, 0) as decimal(18, 2)) as total_value_usd,
    fuels.fuel_type as top_fuel_type,
    coalesce(rejected.rejected_tickets, 0) as rejected_tickets,
    handled.first_transaction_date,
    handled.last_transaction_date
from "tickets"."carrier_tickets"."ports" as ports
left join handled on handled.port_id = ports.port_id
left join fuels on fuels.port_id = ports.port_id and fuels.place = 1
left join rejected on rejected.port_id = ports.port_id
);
