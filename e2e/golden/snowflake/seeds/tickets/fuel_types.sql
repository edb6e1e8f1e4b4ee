-- First build
create or replace transient table tickets.carrier_tickets.fuel_types (fuel_type varchar, fuel_family varchar, is_renewable boolean);

begin;

insert into tickets.carrier_tickets.fuel_types (fuel_type, fuel_family, is_renewable) values (?, ?, ?) /* seeds/tickets/fuel_types.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.fuel_types;

insert into tickets.carrier_tickets.fuel_types (fuel_type, fuel_family, is_renewable) values (?, ?, ?) /* seeds/tickets/fuel_types.csv, in bound batches */;

commit;
