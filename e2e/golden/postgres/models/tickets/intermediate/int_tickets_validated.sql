begin;

create view "tickets"."carrier_tickets"."int_tickets_validated__dbt_tmp" as (
-- Every change, typed and put into canonical terms, with the first rule it breaks. A delete has nothing to validate.
with typed as (

    select
        ticket_id,
        carrier_id,
        vessel_id,
        port_id,
        fuel_type as fuel_type_raw,
        bunker_grade,
        cast(substring(cast(quantity as text) from '^\s*[-+]?[0-9]+\.?[0-9]*\s*$') as decimal(18, 3)) as quantity,
        cast(substring(cast(price_per_unit as text) from '^\s*[-+]?[0-9]+\.?[0-9]*\s*$') as decimal(18, 4)) as price_per_unit,
        cast(substring(cast(total_amount as text) from '^\s*[-+]?[0-9]+\.?[0-9]*\s*$') as decimal(18, 2)) as total_amount,
        currency,
        cast(substring(cast(transaction_date as text) from '^[0-9]{4}-[0-9]{2}-[0-9]{2}') as date) as transaction_date,
        loaded_at,
        op
    from "tickets"."carrier_tickets"."stg_ticket_changes"
    offset 0

),

described as (

    select
        typed.*,
        spellings.fuel_type,
        fx.usd_rate,
        carriers.carrier_id is not null as is_known_carrier
    from typed
    left join "tickets"."carrier_tickets"."carriers" as carriers on carriers.carrier_id = typed.carrier_id
    left join "tickets"."carrier_tickets"."fuel_spellings" as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(typed.fuel_type_raw))
    left join "tickets"."carrier_tickets"."int_fx_periods" as fx
        on fx.currency = typed.currency
        and typed.transaction_date >= fx.valid_from
        and typed.transaction_date < fx.valid_to

)

select
    ticket_id,
    carrier_id,
    vessel_id,
    port_id,
    fuel_type,
    fuel_type_raw,
    bunker_grade,
    quantity,
    price_per_unit,
    total_amount,
    currency,
    usd_rate,
    cast(round(total_amount * usd_rate, 2) as decimal(18, 2)) as amount_usd,
    transaction_date,
    loaded_at,
    op,
    case
        when op = 'D' then null
        when not is_known_carrier then 'unknown_carrier'
        when quantity is null or quantity not between 0.01 and 10000000 then 'quantity_out_of_range'
        when abs(total_amount - quantity * price_per_unit) < 0.01 then
            case when fuel_type is null then 'unknown_fuel' when usd_rate is null then 'no_fx_rate' end
        else 'amount_mismatch'
    end as broken_rule
from described
);

alter table "tickets"."carrier_tickets"."int_tickets_validated__dbt_tmp" rename to "int_tickets_validated";

commit;
