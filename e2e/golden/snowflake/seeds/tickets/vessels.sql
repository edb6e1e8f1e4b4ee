-- First build
create or replace transient table tickets.carrier_tickets.vessels (vessel_id varchar, vessel_name varchar, carrier_id varchar, vessel_type varchar, deadweight_tonnes integer, built_year integer);

begin;

insert into tickets.carrier_tickets.vessels (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/vessels.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.vessels;

insert into tickets.carrier_tickets.vessels (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/vessels.csv, in bound batches */;

commit;
