-- First build
begin;

create table "tickets"."carrier_tickets"."fuel_types" (fuel_type varchar, fuel_family varchar, is_renewable boolean);

copy "tickets"."carrier_tickets"."fuel_types" (fuel_type, fuel_family, is_renewable) from stdin /* seeds/tickets/fuel_types.csv */;

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fuel_types";

copy "tickets"."carrier_tickets"."fuel_types" (fuel_type, fuel_family, is_renewable) from stdin /* seeds/tickets/fuel_types.csv */;

commit;
