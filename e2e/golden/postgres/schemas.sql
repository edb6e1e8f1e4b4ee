begin;

create schema if not exists "carrier_tickets";

commit;
