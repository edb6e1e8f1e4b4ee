{# A change's place among those loaded in the same instant: a delete has the last word, an update the one before. #}
{% macro change_rank(op) -%}
  case {{ op }} when 'D' then 3 when 'U' then 2 else 1 end
{%- endmacro %}

{#
  The tickets whose newest change is not what stands in a table: never seen, changed or deleted since - however far behind the
  watermark the change was loaded. A rejected ticket stands nowhere, so it is judged again on every build.
#}
{% macro tickets_out_of_step(standing) -%}
select newest.ticket_id
from (
    select
        ticket_id,
        max(loaded_at) as loaded_at,
        max(case when op = 'D' then loaded_at end) as deleted_at
    from {{ ref('stg_ticket_changes') }}
    group by ticket_id
) as newest
left join {{ standing }} as standing on standing.ticket_id = newest.ticket_id
where standing.loaded_at < newest.loaded_at
    or standing.loaded_at <= newest.deleted_at
    or (standing.ticket_id is null and (newest.deleted_at is null or newest.deleted_at < newest.loaded_at))
{%- endmacro %}

{# The tickets that master data no longer describes as they stand: the carrier left, the spelling or the rate was restated. #}
{% macro tickets_with_other_master_data(standing) -%}
select standing.ticket_id
from {{ standing }} as standing
left join {{ ref('carriers') }} as carriers on carriers.carrier_id = standing.carrier_id
left join {{ ref('fuel_spellings') }} as spellings on {{ same_spelling('spellings.raw_fuel_type', 'standing.fuel_type_raw') }}
left join {{ ref('int_fx_periods') }} as fx
    on fx.currency = standing.currency
    and standing.transaction_date >= fx.valid_from
    and standing.transaction_date < fx.valid_to
where carriers.carrier_id is null
    or spellings.fuel_type is distinct from standing.fuel_type
    or fx.usd_rate is distinct from standing.usd_rate
{%- endmacro %}

{# Spellings differ in case and stray blanks only by accident. #}
{% macro same_spelling(left, right) -%}
  upper(trim({{ left }})) = upper(trim({{ right }}))
{%- endmacro %}
