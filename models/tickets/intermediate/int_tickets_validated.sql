-- Every change, typed and put into canonical terms, with the first rule it breaks. A delete has nothing to validate.
with typed as (

    select
        ticket_id,
        carrier_id,
        vessel_id,
        port_id,
        fuel_type as fuel_type_raw,
        bunker_grade,
        {{ as_decimal('quantity', 18, 3) }} as quantity,
        {{ as_decimal('price_per_unit', 18, 4) }} as price_per_unit,
        {{ as_decimal('total_amount', 18, 2) }} as total_amount,
        currency,
        {{ as_date('transaction_date') }} as transaction_date,
        loaded_at,
        op
    from {{ ref('stg_ticket_changes') }}
    {{- evaluated_once() }}

),

described as (

    select
        typed.*,
        spellings.fuel_type,
        fx.usd_rate,
        carriers.carrier_id is not null as is_known_carrier
    from typed
    left join {{ ref('carriers') }} as carriers on carriers.carrier_id = typed.carrier_id
    left join {{ ref('fuel_spellings') }} as spellings on {{ same_spelling('spellings.raw_fuel_type', 'typed.fuel_type_raw') }}
    left join {{ ref('int_fx_periods') }} as fx
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
    {{ money('round(total_amount * usd_rate, 2)') }} as amount_usd,
    transaction_date,
    loaded_at,
    op,
    case
        when op = 'D' then null
        when not is_known_carrier then 'unknown_carrier'
        when quantity is null or quantity not between {{ var('least_quantity') }} and {{ var('most_quantity') }} then 'quantity_out_of_range'
        when abs(total_amount - quantity * price_per_unit) < {{ var('amount_tolerance') }} then
            case when fuel_type is null then 'unknown_fuel' when usd_rate is null then 'no_fx_rate' end
        else 'amount_mismatch'
    end as broken_rule
from described
