{# A date or timestamp so many days earlier. #}
{% macro days_before(expression, days) -%}
  {{ adapter.dispatch('days_before')(expression, days) }}
{%- endmacro %}

{% macro default__days_before(expression, days) -%}
  {{ expression }} - interval '{{ days }} days'
{%- endmacro %}

{% macro snowflake__days_before(expression, days) -%}
  dateadd(day, -{{ days }}, {{ expression }})
{%- endmacro %}


{#
  The business day the figures are of: the var `as_of` if given; yesterday in production; else the newest day loaded, so that
  nothing outside production depends on the clock.
#}
{% macro as_of() -%}
  {%- if var('as_of', none) is not none -%}
    cast('{{ var("as_of") }}' as date)
  {%- elif target.name == 'prod' -%}
    cast({{ days_before('current_date', 1) }} as date)
  {%- else -%}
    (select cast(max(loaded_at) as date) from {{ ref('tickets') }})
  {%- endif -%}
{%- endmacro %}


{#
  The days whose tickets are not those this mart was computed from. A day's checksum is over all its tickets: whatever moved them
  (a late arrival, a delete, a carrier that left, a restated rate), the day is computed again, and only that day.
#}
{% macro touched_days() -%}
select days.transaction_date, days.day_checksum
from {{ ref('int_ticket_days') }} as days
where days.total_records > 0
{%- if is_incremental() %}
    and not exists (
        select 1
        from {{ this }} as known
        where known.transaction_date = days.transaction_date
            and known.day_checksum = days.day_checksum
    )
{%- endif %}
{%- endmacro %}

{# A day that lost its last ticket is in no batch: this hook removes what the mart still has of it. #}
{% macro drop_vanished_days() -%}
delete from {{ this }}
where transaction_date not in (select transaction_date from {{ ref('int_ticket_days') }} where total_records > 0)
{%- endmacro %}
