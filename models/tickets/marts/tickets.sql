{{
    config(
        materialized='incremental',
        incremental_strategy='cdc',
        unique_key='ticket_id',
        on_schema_change='fail',
        group='intake'
    )
-}}

-- One row for each valid ticket, as its latest change left it. What an incremental build alone reads is named here, for the order:
-- {{ ref('stg_ticket_changes') }}, {{ ref('carriers') }}, {{ ref('fuel_spellings') }}, {{ ref('int_fx_periods') }}
with {% if is_incremental() -%}
touched as (

    -- what was loaded since the watermark, and again what was loaded shortly before it
    select ticket_id
    from {{ ref('stg_ticket_changes') }}
    where loaded_at >= (select {{ days_before('max(loaded_at)', var('overlap_days')) }} from {{ this }})
    union
    {{ tickets_out_of_step(this) | indent(4) }}
    union
    {{ tickets_with_other_master_data(this) | indent(4) }}

),

{% endif -%}
ranked as (

    select
        *,
        row_number() over (partition by ticket_id order by loaded_at desc, {{ change_rank('op') }} desc) as recency
    from {{ ref('int_tickets_validated') }}
    {%- if is_incremental() %}
    where ticket_id in (select ticket_id from touched)
    {%- endif %}

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
    {% if is_incremental() -%}
    case when broken_rule is null then op else 'D' end as op
    {%- else -%}
    op
    {%- endif %}
from ranked
where recency = 1
{%- if not is_incremental() %}
    and op <> 'D'
    and broken_rule is null
{%- endif %}
