-- First build
begin;

create table "tickets"."carrier_tickets"."fx_rates" (rate_date date, currency varchar, usd_rate decimal(12,6));

COPY "tickets"."carrier_tickets"."fx_rates" (rate_date, currency, usd_rate) FROM 'seeds/tickets/fx_rates.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fx_rates";

COPY "tickets"."carrier_tickets"."fx_rates" (rate_date, currency, usd_rate) FROM 'seeds/tickets/fx_rates.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;
