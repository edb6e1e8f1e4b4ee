{{
    config(
        materialized='incremental',
        incremental_strategy='cdc',
        unique_key='ticket_id',
        on_schema_change='fail',
        group='intake'
    )
-}}

-- The tickets kept out of `tickets`, with the rule each breaks and what was received. All of them are judged again on every build,
-- after {{ ref('tickets') }}.
with {% if is_incremental() -%}
touched as (

    select ticket_id from {{ this }}
    union
    {{ tickets_out_of_step(ref('tickets')) | indent(4) }}

),

{% endif -%}
ranked as (

    select
        ticket_id,
        broken_rule,
        loaded_at,
        op,
        row_number() over (partition by ticket_id order by loaded_at desc, {{ change_rank('op') }} desc) as recency,
        first_value(broken_rule) over (partition by ticket_id order by loaded_at desc, {{ change_rank('op') }} desc) as newest_rule
    from {{ ref('int_tickets_validated') }}
    {%- if is_incremental() %}
    where ticket_id in (select ticket_id from touched)
    {%- endif %}

),

-- the last change that broke no rule or another one
compared as (

    select
        *,
        max(case when broken_rule is distinct from newest_rule then loaded_at end) over (partition by ticket_id) as last_other
    from ranked

),

dated as (

    select
        *,
        min(case when last_other is null or loaded_at > last_other then loaded_at end) over (partition by ticket_id) as since
    from compared

),

newest as (

    select * from dated where recency = 1

)

select
    newest.ticket_id,
    newest.broken_rule,
    newest.since,
    received.carrier_id,
    received.vessel_id,
    received.port_id,
    received.fuel_type,
    received.quantity,
    received.price_per_unit,
    received.total_amount,
    received.currency,
    received.transaction_date,
    newest.loaded_at,
    {% if is_incremental() -%}
    case when newest.broken_rule is null then 'D' else newest.op end as op
    {%- else -%}
    newest.op
    {%- endif %}
from newest
inner join {{ ref('stg_ticket_changes') }} as received
    on received.ticket_id = newest.ticket_id
    and received.loaded_at = newest.loaded_at
    and received.op = newest.op
{%- if not is_incremental() %}
where newest.broken_rule is not null
{%- endif %}
