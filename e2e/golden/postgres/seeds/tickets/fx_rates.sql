-- First build
begin;

create table "tickets"."carrier_tickets"."fx_rates" (rate_date date, currency varchar, usd_rate decimal(12,6));

copy "tickets"."carrier_tickets"."fx_rates" (rate_date, currency, usd_rate) from stdin /* seeds/tickets/fx_rates.csv */;

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fx_rates";

copy "tickets"."carrier_tickets"."fx_rates" (rate_date, currency, usd_rate) from stdin /* seeds/tickets/fx_rates.csv */;

commit;
