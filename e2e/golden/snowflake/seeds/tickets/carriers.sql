-- First build
create or replace transient table tickets.carrier_tickets.carriers (carrier_id varchar, carrier_name varchar, country_code varchar, contract_tier varchar, is_vetted boolean, updated_at timestamp);

begin;

insert into tickets.carrier_tickets.carriers (carrier_id, carrier_name, country_code, contract_tier, is_vetted, updated_at) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/carriers.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.carriers;

insert into tickets.carrier_tickets.carriers (carrier_id, carrier_name, country_code, contract_tier, is_vetted, updated_at) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/carriers.csv, in bound batches */;

commit;
