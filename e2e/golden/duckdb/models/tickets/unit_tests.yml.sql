-- delete_removes_the_ticket
with dbt_internal_unit_test_actual as (
    select "ticket_id", "op", 'actual' as "actual_or_expected"
    from (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- __dbt__cte__stg_ticket_changes, __dbt__cte__carriers, __dbt__cte__fuel_spellings, __dbt__cte__int_fx_periods
with  __dbt__cte__stg_ticket_changes as (

-- Fixture for stg_ticket_changes
select cast(null as character varying(256)) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast(null as character varying(256)) as "op"
limit 0
),  __dbt__cte__carriers as (

-- Fixture for carriers
select cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "carrier_name", cast(null as character varying(256)) as "country_code", cast(null as character varying(256)) as "contract_tier", cast(null as boolean) as "is_vetted", cast(null as timestamp) as "updated_at"
limit 0
),  __dbt__cte__fuel_spellings as (

-- Fixture for fuel_spellings
select cast(null as character varying(256)) as "raw_fuel_type", cast(null as character varying(256)) as "fuel_type"
limit 0
),  __dbt__cte__int_fx_periods as (

-- Fixture for int_fx_periods
select cast(null as character varying(256)) as "currency", cast(null as date) as "valid_from", cast(null as date) as "valid_to", cast(null as decimal(12,6)) as "usd_rate"
limit 0
),  __dbt__cte__int_tickets_validated as (

-- Fixture for int_tickets_validated
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-03T19:00:00' as timestamp) as "loaded_at", cast('D' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T2' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T3' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-03T08:00:00' as timestamp) as "loaded_at", cast('D' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
), ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from __dbt__cte__int_tickets_validated

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
    amount_usd,
    transaction_date,
    cast(extract(year from transaction_date) as integer) as year,
    cast(extract(month from transaction_date) as integer) as month,
    cast(extract(day from transaction_date) as integer) as day,
    loaded_at,
    op
from ranked
where recency = 1
    and op <> 'D'
    and broken_rule is null
    ) _dbt_internal_unit_test_actual
),
dbt_internal_unit_test_expected as (
    select "ticket_id", "op", 'expected' as "actual_or_expected"
    from (
select cast('T2' as character varying) as "ticket_id", cast('I' as character varying) as "op"
    ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected;


-- each_rule_is_recognised
with dbt_internal_unit_test_actual as (
    select "ticket_id", "amount_usd", "broken_rule", 'actual' as "actual_or_expected"
    from (
-- Every change, typed and put into canonical terms, with the first rule it breaks. A delete has nothing to validate.
with  __dbt__cte__stg_ticket_changes as (

-- Fixture for stg_ticket_changes
select cast('good' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('cent' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('0.33' as decimal(18,2)) as "quantity", cast('0.1' as decimal(18,2)) as "price_per_unit", cast('0.03' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('carrier' as character varying) as "ticket_id", cast('C999' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('nobody' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('small' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('0' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('0' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('large' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('10000001' as decimal(18,2)) as "quantity", cast('1' as decimal(18,2)) as "price_per_unit", cast('10000001' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('edge' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('10000000' as decimal(18,2)) as "quantity", cast('1' as decimal(18,2)) as "price_per_unit", cast('10000000' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('amount' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6.01' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('unpriced' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('rate' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('VES' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('early' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('LNG' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast('2' as decimal(18,2)) as "quantity", cast('3' as decimal(18,2)) as "price_per_unit", cast('6' as decimal(18,2)) as "total_amount", cast('EUR' as character varying) as "currency", cast('2025-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('gone' as character varying) as "ticket_id", cast('C999' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('D' as character varying) as "op"
),  __dbt__cte__carriers as (

-- Fixture for carriers
select cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "carrier_name", cast(null as character varying(256)) as "country_code", cast(null as character varying(256)) as "contract_tier", cast(null as boolean) as "is_vetted", cast(null as timestamp) as "updated_at"
),  __dbt__cte__fuel_spellings as (

-- Fixture for fuel_spellings
select cast('LNG' as character varying) as "raw_fuel_type", cast('LNG' as character varying) as "fuel_type"
),  __dbt__cte__int_fx_periods as (

-- Fixture for int_fx_periods
select cast('EUR' as character varying) as "currency", cast('2026-01-01' as date) as "valid_from", cast('2027-01-01' as date) as "valid_to", cast(1.1 as decimal(12,6)) as "usd_rate"
), typed as (

    select
        ticket_id,
        carrier_id,
        vessel_id,
        port_id,
        fuel_type as fuel_type_raw,
        bunker_grade,
        try_cast(quantity as decimal(18, 3)) as quantity,
        try_cast(price_per_unit as decimal(18, 4)) as price_per_unit,
        try_cast(total_amount as decimal(18, 2)) as total_amount,
        currency,
        try_cast(transaction_date as date) as transaction_date,
        loaded_at,
        op
    from __dbt__cte__stg_ticket_changes

),

described as (

    select
        typed.*,
        spellings.fuel_type,
        fx.usd_rate,
        carriers.carrier_id is not null as is_known_carrier
    from typed
    left join __dbt__cte__carriers as carriers on carriers.carrier_id = typed.carrier_id
    left join __dbt__cte__fuel_spellings as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(typed.fuel_type_raw))
    left join __dbt__cte__int_fx_periods as fx
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
    ) _dbt_internal_unit_test_actual
),
dbt_internal_unit_test_expected as (
    select "ticket_id", "amount_usd", "broken_rule", 'expected' as "actual_or_expected"
    from (
select cast('carrier' as character varying) as "ticket_id", cast('6.60' as decimal(18,2)) as "amount_usd", cast('unknown_carrier' as character varying) as "broken_rule"
union all
select cast('cent' as character varying) as "ticket_id", cast('0.03' as decimal(18,2)) as "amount_usd", cast(null as character varying(256)) as "broken_rule"
union all
select cast('good' as character varying) as "ticket_id", cast('6.60' as decimal(18,2)) as "amount_usd", cast(null as character varying(256)) as "broken_rule"
union all
select cast('nobody' as character varying) as "ticket_id", cast('6.60' as decimal(18,2)) as "amount_usd", cast('unknown_carrier' as character varying) as "broken_rule"
union all
select cast('small' as character varying) as "ticket_id", cast('0.00' as decimal(18,2)) as "amount_usd", cast('quantity_out_of_range' as character varying) as "broken_rule"
union all
select cast('large' as character varying) as "ticket_id", cast('11000001.10' as decimal(18,2)) as "amount_usd", cast('quantity_out_of_range' as character varying) as "broken_rule"
union all
select cast('edge' as character varying) as "ticket_id", cast('11000000.00' as decimal(18,2)) as "amount_usd", cast(null as character varying(256)) as "broken_rule"
union all
select cast('amount' as character varying) as "ticket_id", cast('6.61' as decimal(18,2)) as "amount_usd", cast('amount_mismatch' as character varying) as "broken_rule"
union all
select cast('unpriced' as character varying) as "ticket_id", cast('6.60' as decimal(18,2)) as "amount_usd", cast('amount_mismatch' as character varying) as "broken_rule"
union all
select cast('rate' as character varying) as "ticket_id", cast(null as decimal(18,2)) as "amount_usd", cast('no_fx_rate' as character varying) as "broken_rule"
union all
select cast('early' as character varying) as "ticket_id", cast(null as decimal(18,2)) as "amount_usd", cast('no_fx_rate' as character varying) as "broken_rule"
union all
select cast('gone' as character varying) as "ticket_id", cast(null as decimal(18,2)) as "amount_usd", cast(null as character varying(256)) as "broken_rule"
    ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected;


-- fuel_spellings_are_mapped
with dbt_internal_unit_test_actual as (
    select "ticket_id", "fuel_type", "broken_rule", 'actual' as "actual_or_expected"
    from (
-- Every change, typed and put into canonical terms, with the first rule it breaks. A delete has nothing to validate.
with  __dbt__cte__stg_ticket_changes as (

-- Fixture for stg_ticket_changes
select cast('T1' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('BIOFUEL' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(2 as decimal(18,2)) as "quantity", cast(3 as decimal(18,2)) as "price_per_unit", cast(6 as decimal(18,2)) as "total_amount", cast('USD' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('T2' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(' bio-fuel' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(2 as decimal(18,2)) as "quantity", cast(3 as decimal(18,2)) as "price_per_unit", cast(6 as decimal(18,2)) as "total_amount", cast('USD' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('T3' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('fame' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(2 as decimal(18,2)) as "quantity", cast(3 as decimal(18,2)) as "price_per_unit", cast(6 as decimal(18,2)) as "total_amount", cast('USD' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('T4' as character varying) as "ticket_id", cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast('HYDROGEN' as character varying) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(2 as decimal(18,2)) as "quantity", cast(3 as decimal(18,2)) as "price_per_unit", cast(6 as decimal(18,2)) as "total_amount", cast('USD' as character varying) as "currency", cast('2026-10-02' as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast('I' as character varying) as "op"
),  __dbt__cte__carriers as (

-- Fixture for carriers
select cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "carrier_name", cast(null as character varying(256)) as "country_code", cast(null as character varying(256)) as "contract_tier", cast(null as boolean) as "is_vetted", cast(null as timestamp) as "updated_at"
),  __dbt__cte__fuel_spellings as (

-- Fixture for fuel_spellings
select cast('BIOFUEL' as character varying) as "raw_fuel_type", cast('Biofuel' as character varying) as "fuel_type"
union all
select cast('bio-fuel' as character varying) as "raw_fuel_type", cast('Biofuel' as character varying) as "fuel_type"
union all
select cast('FAME' as character varying) as "raw_fuel_type", cast('Biofuel' as character varying) as "fuel_type"
),  __dbt__cte__int_fx_periods as (

-- Fixture for int_fx_periods
select cast('USD' as character varying) as "currency", cast('2026-01-01' as date) as "valid_from", cast('2027-01-01' as date) as "valid_to", cast(1 as decimal(12,6)) as "usd_rate"
), typed as (

    select
        ticket_id,
        carrier_id,
        vessel_id,
        port_id,
        fuel_type as fuel_type_raw,
        bunker_grade,
        try_cast(quantity as decimal(18, 3)) as quantity,
        try_cast(price_per_unit as decimal(18, 4)) as price_per_unit,
        try_cast(total_amount as decimal(18, 2)) as total_amount,
        currency,
        try_cast(transaction_date as date) as transaction_date,
        loaded_at,
        op
    from __dbt__cte__stg_ticket_changes

),

described as (

    select
        typed.*,
        spellings.fuel_type,
        fx.usd_rate,
        carriers.carrier_id is not null as is_known_carrier
    from typed
    left join __dbt__cte__carriers as carriers on carriers.carrier_id = typed.carrier_id
    left join __dbt__cte__fuel_spellings as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(typed.fuel_type_raw))
    left join __dbt__cte__int_fx_periods as fx
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
    ) _dbt_internal_unit_test_actual
),
dbt_internal_unit_test_expected as (
    select "ticket_id", "fuel_type", "broken_rule", 'expected' as "actual_or_expected"
    from (
select cast('T1' as character varying) as "ticket_id", cast('Biofuel' as character varying) as "fuel_type", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T2' as character varying) as "ticket_id", cast('Biofuel' as character varying) as "fuel_type", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T3' as character varying) as "ticket_id", cast('Biofuel' as character varying) as "fuel_type", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T4' as character varying) as "ticket_id", cast(null as character varying(256)) as "fuel_type", cast('unknown_fuel' as character varying) as "broken_rule"
    ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected;


-- incremental_batch_names_what_must_go
with dbt_internal_unit_test_actual as (
    select "ticket_id", "op", 'actual' as "actual_or_expected"
    from (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- __dbt__cte__stg_ticket_changes, __dbt__cte__carriers, __dbt__cte__fuel_spellings, __dbt__cte__int_fx_periods
with  __dbt__cte__tickets as (
select ticket_id, carrier_id, 'LNG' as fuel_type, 'LNG' as fuel_type_raw, 'USD' as currency, 1.0 as usd_rate,
  cast('2026-10-02' as date) as transaction_date, cast(loaded_at as timestamp) as loaded_at
from (values
  ('T1', 'C001', '2026-10-02 08:00:00'),
  ('T2', 'C002', '2026-10-02 08:00:00'),
  ('T3', 'C001', '2026-10-02 08:00:00'),
  ('T4', 'C001', '2026-10-30 08:00:00')
) as standing (ticket_id, carrier_id, loaded_at)
),  __dbt__cte__stg_ticket_changes as (

-- Fixture for stg_ticket_changes
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast('2026-10-20T19:00:00' as timestamp) as "loaded_at", cast('D' as character varying) as "op"
union all
select cast('T2' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op"
union all
select cast('T3' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op"
),  __dbt__cte__carriers as (

-- Fixture for carriers
select cast('C001' as character varying) as "carrier_id", cast(null as character varying(256)) as "carrier_name", cast(null as character varying(256)) as "country_code", cast(null as character varying(256)) as "contract_tier", cast(null as boolean) as "is_vetted", cast(null as timestamp) as "updated_at"
),  __dbt__cte__fuel_spellings as (

-- Fixture for fuel_spellings
select cast('LNG' as character varying) as "raw_fuel_type", cast('LNG' as character varying) as "fuel_type"
),  __dbt__cte__int_fx_periods as (

-- Fixture for int_fx_periods
select cast('USD' as character varying) as "currency", cast('2026-01-01' as date) as "valid_from", cast('2027-01-01' as date) as "valid_to", cast(1 as decimal(12,6)) as "usd_rate"
),  __dbt__cte__int_tickets_validated as (

-- Fixture for int_tickets_validated
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-20T19:00:00' as timestamp) as "loaded_at", cast('D' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T2' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast('unknown_carrier' as character varying) as "broken_rule"
union all
select cast('T3' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
), touched as (

    -- what was loaded since the watermark, and again what was loaded shortly before it
    select ticket_id
    from __dbt__cte__stg_ticket_changes
    where loaded_at >= (select max(loaded_at) - interval '3 days' from __dbt__cte__tickets)
    union
    select newest.ticket_id
    from (
        select
            ticket_id,
            max(loaded_at) as loaded_at,
            max(case when op = 'D' then loaded_at end) as deleted_at
        from __dbt__cte__stg_ticket_changes
        group by ticket_id
    ) as newest
    left join __dbt__cte__tickets as standing on standing.ticket_id = newest.ticket_id
    where standing.loaded_at < newest.loaded_at
        or standing.loaded_at <= newest.deleted_at
        or (standing.ticket_id is null and (newest.deleted_at is null or newest.deleted_at < newest.loaded_at))
    union
    select standing.ticket_id
    from __dbt__cte__tickets as standing
    left join __dbt__cte__carriers as carriers on carriers.carrier_id = standing.carrier_id
    left join __dbt__cte__fuel_spellings as spellings on upper(trim(spellings.raw_fuel_type)) = upper(trim(standing.fuel_type_raw))
    left join __dbt__cte__int_fx_periods as fx
        on fx.currency = standing.currency
        and standing.transaction_date >= fx.valid_from
        and standing.transaction_date < fx.valid_to
    where carriers.carrier_id is null
        or spellings.fuel_type is distinct from standing.fuel_type
        or fx.usd_rate is distinct from standing.usd_rate

),

ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from __dbt__cte__int_tickets_validated
    where ticket_id in (select ticket_id from touched)

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
    amount_usd,
    transaction_date,
    cast(extract(year from transaction_date) as integer) as year,
    cast(extract(month from transaction_date) as integer) as month,
    cast(extract(day from transaction_date) as integer) as day,
    loaded_at,
    case when broken_rule is null then op else 'D' end as op
from ranked
where recency = 1
    ) _dbt_internal_unit_test_actual
),
dbt_internal_unit_test_expected as (
    select "ticket_id", "op", 'expected' as "actual_or_expected"
    from (
select cast('T1' as character varying) as "ticket_id", cast('D' as character varying) as "op"
union all
select cast('T2' as character varying) as "ticket_id", cast('D' as character varying) as "op"
    ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected;


-- latest_change_wins
with dbt_internal_unit_test_actual as (
    select "ticket_id", "quantity", "op", 'actual' as "actual_or_expected"
    from (
-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- __dbt__cte__stg_ticket_changes, __dbt__cte__carriers, __dbt__cte__fuel_spellings, __dbt__cte__int_fx_periods
with  __dbt__cte__stg_ticket_changes as (

-- Fixture for stg_ticket_changes
select cast(null as character varying(256)) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "bunker_grade", cast(null as decimal(18,2)) as "quantity", cast(null as decimal(18,2)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as date) as "transaction_date", cast(null as timestamp) as "loaded_at", cast(null as character varying(256)) as "op"
limit 0
),  __dbt__cte__carriers as (

-- Fixture for carriers
select cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "carrier_name", cast(null as character varying(256)) as "country_code", cast(null as character varying(256)) as "contract_tier", cast(null as boolean) as "is_vetted", cast(null as timestamp) as "updated_at"
limit 0
),  __dbt__cte__fuel_spellings as (

-- Fixture for fuel_spellings
select cast(null as character varying(256)) as "raw_fuel_type", cast(null as character varying(256)) as "fuel_type"
limit 0
),  __dbt__cte__int_fx_periods as (

-- Fixture for int_fx_periods
select cast(null as character varying(256)) as "currency", cast(null as date) as "valid_from", cast(null as date) as "valid_to", cast(null as decimal(12,6)) as "usd_rate"
limit 0
),  __dbt__cte__int_tickets_validated as (

-- Fixture for int_tickets_validated
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(12 as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T19:00:00' as timestamp) as "loaded_at", cast('U' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T1' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(10 as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T2' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(5 as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('I' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
union all
select cast('T2' as character varying) as "ticket_id", cast(null as character varying(256)) as "carrier_id", cast(null as character varying(256)) as "vessel_id", cast(null as character varying(256)) as "port_id", cast(null as character varying(256)) as "fuel_type", cast(null as character varying(256)) as "fuel_type_raw", cast(null as character varying(256)) as "bunker_grade", cast(6 as decimal(18,3)) as "quantity", cast(null as decimal(18,4)) as "price_per_unit", cast(null as decimal(18,2)) as "total_amount", cast(null as character varying(256)) as "currency", cast(null as decimal(12,6)) as "usd_rate", cast(null as decimal(18,2)) as "amount_usd", cast(null as date) as "transaction_date", cast('2026-10-02T08:00:00' as timestamp) as "loaded_at", cast('U' as character varying) as "op", cast(null as character varying(256)) as "broken_rule"
), ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, case op when 'D' then 3 when 'U' then 2 else 1 end desc) as recency
    from __dbt__cte__int_tickets_validated

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
    amount_usd,
    transaction_date,
    cast(extract(year from transaction_date) as integer) as year,
    cast(extract(month from transaction_date) as integer) as month,
    cast(extract(day from transaction_date) as integer) as day,
    loaded_at,
    op
from ranked
where recency = 1
    and op <> 'D'
    and broken_rule is null
    ) _dbt_internal_unit_test_actual
),
dbt_internal_unit_test_expected as (
    select "ticket_id", "quantity", "op", 'expected' as "actual_or_expected"
    from (
select cast('T1' as character varying) as "ticket_id", cast(12 as decimal(18,3)) as "quantity", cast('U' as character varying) as "op"
union all
select cast('T2' as character varying) as "ticket_id", cast(6 as decimal(18,3)) as "quantity", cast('U' as character varying) as "op"
    ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected;
