-- first load
create or replace transient table shop.main.seed_first (id integer, name text);
begin;
insert into shop.main.seed_first (id, name) values (?, ?) /* seeds/seed_first.csv, in bound batches */;
commit;

-- next load replaces the rows in one transaction
begin;
delete from shop.main.seed_next;
insert into shop.main.seed_next ("id", "name") values (?, ?) /* seeds/seed_next.csv, in bound batches */;
commit;

-- full refresh
create or replace transient table shop.main.seed_full (id integer, day date);
begin;
insert into shop.main.seed_full (id, day) values (?, ?) /* seeds/seed_full.csv, in bound batches */;
commit;

-- no rows any more
begin;
truncate table "SHOP"."MAIN"."SEED_EMPTY";
commit;
