-- First build
begin;

create table "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type varchar, fuel_type varchar);

copy "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type, fuel_type) from stdin /* seeds/tickets/fuel_spellings.csv */;

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fuel_spellings";

copy "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type, fuel_type) from stdin /* seeds/tickets/fuel_spellings.csv */;

commit;
