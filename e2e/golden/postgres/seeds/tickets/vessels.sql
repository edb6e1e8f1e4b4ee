-- First build
begin;

create table "tickets"."carrier_tickets"."vessels" (vessel_id varchar, vessel_name varchar, carrier_id varchar, vessel_type varchar, deadweight_tonnes integer, built_year integer);

copy "tickets"."carrier_tickets"."vessels" (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) from stdin /* seeds/tickets/vessels.csv */;

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."vessels";

copy "tickets"."carrier_tickets"."vessels" (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) from stdin /* seeds/tickets/vessels.csv */;

commit;
