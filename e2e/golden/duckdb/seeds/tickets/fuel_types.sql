-- First build
begin;

create table "tickets"."carrier_tickets"."fuel_types" (fuel_type varchar, fuel_family varchar, is_renewable boolean);

COPY "tickets"."carrier_tickets"."fuel_types" (fuel_type, fuel_family, is_renewable) FROM 'seeds/tickets/fuel_types.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fuel_types";

COPY "tickets"."carrier_tickets"."fuel_types" (fuel_type, fuel_family, is_renewable) FROM 'seeds/tickets/fuel_types.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;
