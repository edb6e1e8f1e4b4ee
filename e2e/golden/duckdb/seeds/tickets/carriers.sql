-- First build
begin;

create table "tickets"."carrier_tickets"."carriers" (carrier_id varchar, carrier_name varchar, country_code varchar, contract_tier varchar, is_vetted boolean, updated_at timestamp);

COPY "tickets"."carrier_tickets"."carriers" (carrier_id, carrier_name, country_code, contract_tier, is_vetted, updated_at) FROM 'seeds/tickets/carriers.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;

-- Next run: the relation stands
begin;

truncate table "tickets"."carrier_tickets"."carriers";

COPY "tickets"."carrier_tickets"."carriers" (carrier_id, carrier_name, country_code, contract_tier, is_vetted, updated_at) FROM 'seeds/tickets/carriers.csv' (FORMAT CSV, HEADER TRUE, DELIMITER ',');

commit;
