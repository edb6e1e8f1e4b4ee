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
        row_number() over (partition by ticket_id order by loaded_at desc, {{ change_rank('op') }} desc) as recency
    from {{ ref('int_tickets_validated') }}
    {%- if is_incremental() %}
    where ticket_id in (select ticket_id from touched)
    {%- endif %}

),

newest as (

    select * from ranked where recency = 1

),

-- the change after the last one that broke no rule or another one
since as (

    select
        ranked.ticket_id,
        max(case when ranked.broken_rule is distinct from newest.broken_rule then ranked.loaded_at end) as last_other
    from ranked
    inner join newest on newest.ticket_id = ranked.ticket_id
    group by ranked.ticket_id

),

first_broken as (

    select
        ranked.ticket_id,
        min(ranked.loaded_at) as since
    from ranked
    inner join since on since.ticket_id = ranked.ticket_id
    where since.last_other is null or ranked.loaded_at > since.last_other
    group by ranked.ticket_id

)

select
    newest.ticket_id,
    newest.broken_rule,
    first_broken.since,
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
inner join first_broken on first_broken.ticket_id = newest.ticket_id
{%- if not is_incremental() %}
where newest.broken_rule is not null
{%- endif %}
