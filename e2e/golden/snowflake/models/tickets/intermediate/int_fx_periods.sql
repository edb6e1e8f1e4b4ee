create or replace view tickets.carrier_tickets.int_fx_periods as (
-- A rate holds from its date until the next one of its currency: there is none on weekends.
select
    currency,
    rate_date as valid_from,
    coalesce(lead(rate_date) over (partition by currency order by rate_date), cast('9999-12-31' as date)) as valid_to,
    usd_rate
from tickets.carrier_tickets.fx_rates
);
