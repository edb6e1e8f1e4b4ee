-- First build
create or replace transient table tickets.carrier_tickets.fuel_spellings (raw_fuel_type varchar, fuel_type varchar);

begin;

insert into tickets.carrier_tickets.fuel_spellings (raw_fuel_type, fuel_type) values (?, ?) /* seeds/tickets/fuel_spellings.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.fuel_spellings;

insert into tickets.carrier_tickets.fuel_spellings (raw_fuel_type, fuel_type) values (?, ?) /* seeds/tickets/fuel_spellings.csv, in bound batches */;

commit;
