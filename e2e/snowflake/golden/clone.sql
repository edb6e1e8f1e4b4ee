-- clone of another environment
create or replace transient table shop.main.table_clone_of_another_environment
clone shop.prod.table_clone_of_another_environment
copy grants;

-- a view has no clone
create or replace view shop.main.table_a_view_has_no_clone as (
select * from shop.prod.table_a_view_has_no_clone
);
