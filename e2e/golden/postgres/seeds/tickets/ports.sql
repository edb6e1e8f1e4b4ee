-- First build
begin;

create table "tickets"."carrier_tickets"."ports" (port_id varchar, port_name varchar, country_code varchar, region varchar, latitude decimal(8,5), longitude decimal(8,5));

copy "tickets"."carrier_tickets"."ports" (port_id, port_name, country_code, region, latitude, longitude) from stdin /* seeds/tickets/ports.csv */;

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."ports";

copy "tickets"."carrier_tickets"."ports" (port_id, port_name, country_code, region, latitude, longitude) from stdin /* seeds/tickets/ports.csv */;

commit;
