create schema if not exists tickets.carrier_tickets;
