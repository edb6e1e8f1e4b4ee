-- grants on a new table
create or replace transient table shop.main.table_grants_on_a_new_table as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
grant select on table shop.main.table_grants_on_a_new_table to role reporter;
grant select on table shop.main.table_grants_on_a_new_table to database role shop.reader;
grant insert on table shop.main.table_grants_on_a_new_table to role loader;

-- grants on a table that keeps its own
create or replace transient table shop.main.table_grants_on_a_table_that_keeps_its_o
    copy grants
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
show grants on table shop.main.table_grants_on_a_table_that_keeps_its_o;
revoke SELECT on table shop.main.table_grants_on_a_table_that_keeps_its_o from role "OLD_READER";
grant select on table shop.main.table_grants_on_a_table_that_keeps_its_o to role reporter;

-- grants that are there
create or replace transient table shop.main.table_grants_that_are_there
    copy grants
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
show grants on table shop.main.table_grants_that_are_there;

-- grants on a view
create or replace view shop.main.view_grants_on_a_view as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
grant select on view shop.main.view_grants_on_a_view to role reporter;
