begin;

create view "tickets"."carrier_tickets"."int_fx_periods__dbt_tmp" as (
-- A rate holds from its date until the next one of its currency: there is none on weekends.
select
    currency,
    rate_date as valid_from,
    coalesce(lead(rate_date) over (partition by currency order by rate_date), cast('9999-12-31' as date)) as valid_to,
    usd_rate
from "tickets"."carrier_tickets"."fx_rates"
);

alter table "tickets"."carrier_tickets"."int_fx_periods__dbt_tmp" rename to "int_fx_periods";

commit;
