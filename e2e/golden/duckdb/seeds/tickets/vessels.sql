-- First build
begin;

create table "tickets"."carrier_tickets"."vessels" (vessel_id varchar, vessel_name varchar, carrier_id varchar, vessel_type varchar, deadweight_tonnes integer, built_year integer);

COPY "tickets"."carrier_tickets"."vessels" (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) FROM 'seeds/tickets/vessels.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."vessels";

COPY "tickets"."carrier_tickets"."vessels" (vessel_id, vessel_name, carrier_id, vessel_type, deadweight_tonnes, built_year) FROM 'seeds/tickets/vessels.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;
