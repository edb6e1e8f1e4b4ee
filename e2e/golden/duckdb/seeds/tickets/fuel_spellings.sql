-- First build
begin;

create table "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type varchar, fuel_type varchar);

COPY "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type, fuel_type) FROM 'seeds/tickets/fuel_spellings.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."fuel_spellings";

COPY "tickets"."carrier_tickets"."fuel_spellings" (raw_fuel_type, fuel_type) FROM 'seeds/tickets/fuel_spellings.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;
