-- first load
create or replace transient table shop.main.seed_first (id integer, name text);
begin;
insert into shop.main.seed_first (id, name) values (?, ?);
commit;

-- next load replaces the rows in one transaction
begin;
delete from shop.main.seed_next;
insert into shop.main.seed_next ("id", "name") values (?, ?);
commit;

-- full refresh
create or replace transient table shop.main.seed_full (id integer, day date);
begin;
insert into shop.main.seed_full (id, day) values (?, ?);
commit;

-- no rows any more
begin;
truncate table "SHOP"."MAIN"."SEED_EMPTY";
commit;
