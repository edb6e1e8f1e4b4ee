-- the default: transient
create or replace transient table shop.main.table_the_default_transient as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- permanent, with every clause
set x = 1;
create or replace table shop.main.table_permanent_with_every_clause
    change_tracking = true
    copy grants
    copy tags
    with row access policy only_mine on (id)
    with tag (cost_center = 'sales')
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- clustered by two columns
create or replace transient table shop.main.table_clustered_by_two_columns as (
select * from (
select 1 as id, 'a' as name, current_timestamp() as updated_at
)
order by updated_at, to_date(updated_at)
);
alter table shop.main.table_clustered_by_two_columns cluster by (updated_at, to_date(updated_at));
alter table shop.main.table_clustered_by_two_columns resume recluster;

-- where a view stands
drop view if exists "SHOP"."MAIN"."TABLE_WHERE_A_VIEW_STANDS";
create or replace transient table shop.main.table_where_a_view_stands as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- where a table stands: replaced in place
create or replace transient table shop.main.table_where_a_table_stands_replaced_in_p as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- contract with constraints
create or replace transient table shop.main.table_contract_with_constraints (
    id number(38,0) not null primary key,
    name varchar,
    updated_at timestamp_ntz,
    constraint one_name unique (name)
) as (
select id, name, updated_at
from (
select 1 as id, 'a' as name, current_timestamp() as updated_at
) as model_subq
);

-- comments on relation and columns
create or replace transient table shop.main.table_comments_on_relation_and_columns as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
comment on table shop.main.table_comments_on_relation_and_columns is 'It''s what it is: 50% \\ more';
alter table shop.main.table_comments_on_relation_and_columns alter "ID" comment 'The key', "NAME" comment '', "UPDATED_AT" comment '';
-- In relation shop.main.table_comments_on_relation_and_columns: The following columns are specified in the schema but are not present in the database: Name

-- query tag
show parameters like 'query_tag' in session;
alter session set query_tag = 'nightly';
create or replace transient table shop.main.table_query_tag as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
alter session set query_tag = 'team''s';

-- another warehouse is the business of the session, not of macros
create or replace transient table shop.main.table_another_warehouse_is_the_business as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- hooks of both kinds run
select 1 /* before */;
select 2 /* pre */;
create or replace transient table shop.main.table_hooks_of_both_kinds_run as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
select 3 /* post */;
select 4 /* after */;
