-- First build
create or replace transient table tickets.carrier_tickets.ports (port_id varchar, port_name varchar, country_code varchar, region varchar, latitude decimal(8,5), longitude decimal(8,5));

begin;

insert into tickets.carrier_tickets.ports (port_id, port_name, country_code, region, latitude, longitude) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/ports.csv, in bound batches */;

commit;

-- Next run: the relation stands
begin;

delete from tickets.carrier_tickets.ports;

insert into tickets.carrier_tickets.ports (port_id, port_name, country_code, region, latitude, longitude) values (?, ?, ?, ?, ?, ?) /* seeds/tickets/ports.csv, in bound batches */;

commit;
