-- the default
create or replace view shop.main.view_the_default as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- secure, with every clause
create or replace secure view shop.main.view_secure_with_every_clause
    copy grants
    with row access policy only_mine on (id)
    with tag (cost_center = 'sales')
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- comments stand in the statement
create or replace view shop.main.view_comments_stand_in_the_statement (
    "ID" comment 'The key',
    "NAME" comment '',
    "UPDATED_AT" comment ''
  ) as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
comment on view shop.main.view_comments_stand_in_the_statement is 'It''s what it is: 50% \\ more';

-- where a table stands
drop table if exists "SHOP"."MAIN"."VIEW_WHERE_A_TABLE_STANDS" cascade;
create or replace view shop.main.view_where_a_table_stands as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- where a dynamic table stands
drop dynamic table if exists "SHOP"."MAIN"."VIEW_WHERE_A_DYNAMIC_TABLE_STANDS";
create or replace view shop.main.view_where_a_dynamic_table_stands as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
