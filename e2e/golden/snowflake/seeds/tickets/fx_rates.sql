-- First build
create or replace transient table tickets.carrier_tickets.fx_rates (rate_date date, currency varchar, usd_rate decimal(12,6));

begin;

insert into tickets.carrier_tickets.fx_rates (rate_date, currency, usd_rate) values (?, ?, ?) /* seeds/tickets/fx_rates.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.fx_rates;

insert into tickets.carrier_tickets.fx_rates (rate_date, currency, usd_rate) values (?, ?, ?) /* seeds/tickets/fx_rates.csv, in bound batches */;

commit;
