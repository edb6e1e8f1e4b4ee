-- list the relations of a schema
show objects in schema shop.main limit 10000;
-- ['table', 'view', 'dynamic_table', 'table']

-- in pages
show objects in schema shop.main limit 1;
show objects in schema shop.main limit 1 from 'IT''S';
-- `show objects in schema shop.main` has more than 2 rows, the rest is not seen: raise the flag list_relations_page_limit in dbt_project.yml
-- [['SHOP', "IT'S", 'MAIN', 'table', 'default'], ['SHOP', "IT'S", 'MAIN', 'table', 'default']]

-- of a schema that does not exist
show objects in schema shop.absent limit 10000;
-- []

-- list the schemas
show terse schemas in database shop limit 10000;
-- ['MAIN']

-- is there a schema
show terse schemas like 'main' in database shop;
show terse schemas like 'other' in database shop;
-- True False

-- create and drop a schema
create schema if not exists shop.main;
drop schema if exists shop.main cascade;

-- columns
describe table shop.main.x;
-- [SnowflakeColumn(column='ID', dtype='NUMBER', char_size=None, numeric_precision=38, numeric_scale=0, collation=None), SnowflakeColumn(column='NAME', dtype='VARCHAR', char_size=16777216, numeric_precision=None, numeric_scale=None, collation=None), SnowflakeColumn(column='UPDATED_AT', dtype='TIMESTAMP_NTZ', char_size=9, numeric_precision=None, numeric_scale=None, collation=None)]

-- drop a table
drop table if exists shop.main.x cascade;

-- drop a view
drop view if exists shop.main.x;

-- drop a dynamic_table
drop dynamic table if exists shop.main.x;

-- drop a materialized_view
drop materialized view if exists shop.main.x;

-- truncate
begin;
truncate table shop.main.x;
commit;

-- rename a table
alter table shop.main.x rename to shop.main.y;

-- rename a view in quotes
alter view shop.main."X y" rename to shop.main.z;

-- rename a dynamic table
alter dynamic table shop.main.x rename to shop.main.y;

-- swap two tables
alter table shop.main.x swap with shop.main.y;

-- swap two dynamic tables
alter dynamic table shop.main.x swap with shop.main.y;

-- replace a view by a table
-- drop table if exists shop.main.x__dbt_tmp cascade;
-- create or replace transient table shop.main.x__dbt_tmp as (
-- select 1 as id
-- );
--   ;
--     drop view if exists shop.main.x__dbt_backup;
--   alter view shop.main.x rename to shop.main.x__dbt_backup;
--     alter table shop.main.x__dbt_tmp rename to shop.main.x;
--       drop view if exists shop.main.x__dbt_backup

-- when relations changed
select
  table_schema as schema,
  table_name as identifier,
  last_altered as last_modified,
  convert_timezone('UTC', current_timestamp()) as snapshotted_at
from shop.INFORMATION_SCHEMA.tables
where (table_schema ilike 'main' and upper(table_schema) = upper('main') and table_name ilike 'x' and upper(table_name) = upper('x')) or (table_schema ilike 'main' and upper(table_schema) = upper('main') and table_name ilike 'it''s' and upper(table_name) = upper('it''s'));

-- the catalog of schemas
with tables as (
  select
    table_catalog as "table_database",
    table_schema as "table_schema",
    table_name as "table_name",
    case when table_type = 'BASE TABLE' and is_dynamic = 'YES' then 'DYNAMIC TABLE' else table_type end as "table_type",
    comment as "table_comment",
    table_owner as "table_owner",
    'Clustering Key' as "stats:clustering_key:label",
    clustering_key as "stats:clustering_key:value",
    'What the rows are kept together by' as "stats:clustering_key:description",
    (clustering_key is not null) as "stats:clustering_key:include",
    'Row Count' as "stats:row_count:label",
    row_count as "stats:row_count:value",
    'Rows, as Snowflake counts them' as "stats:row_count:description",
    (row_count is not null) as "stats:row_count:include",
    'Approximate Size' as "stats:bytes:label",
    bytes as "stats:bytes:value",
    'Size of what is stored, as Snowflake tells it' as "stats:bytes:description",
    (bytes is not null) as "stats:bytes:include",
    'Last Modified' as "stats:last_modified:label",
    to_varchar(convert_timezone('UTC', last_altered), 'yyyy-mm-dd HH24:MI') || 'UTC' as "stats:last_modified:value",
    'When the rows or the definition changed last' as "stats:last_modified:description",
    (last_altered is not null and table_type = 'BASE TABLE') as "stats:last_modified:include"
  from shop.INFORMATION_SCHEMA.tables
  where ((table_schema ilike 'main' and upper(table_schema) = upper('main')) or (table_schema ilike 'other' and upper(table_schema) = upper('other')))
),
columns as (
  select
    table_catalog as "table_database",
    table_schema as "table_schema",
    table_name as "table_name",
    column_name as "column_name",
    ordinal_position as "column_index",
    data_type as "column_type",
    comment as "column_comment"
  from shop.INFORMATION_SCHEMA.columns
  where ((table_schema ilike 'main' and upper(table_schema) = upper('main')) or (table_schema ilike 'other' and upper(table_schema) = upper('other')))
)
select *
from tables
join columns using ("table_database", "table_schema", "table_name")
order by "table_schema", "table_name", "column_index";

-- the catalog of relations
with tables as (
  select
    table_catalog as "table_database",
    table_schema as "table_schema",
    table_name as "table_name",
    case when table_type = 'BASE TABLE' and is_dynamic = 'YES' then 'DYNAMIC TABLE' else table_type end as "table_type",
    comment as "table_comment",
    table_owner as "table_owner",
    'Clustering Key' as "stats:clustering_key:label",
    clustering_key as "stats:clustering_key:value",
    'What the rows are kept together by' as "stats:clustering_key:description",
    (clustering_key is not null) as "stats:clustering_key:include",
    'Row Count' as "stats:row_count:label",
    row_count as "stats:row_count:value",
    'Rows, as Snowflake counts them' as "stats:row_count:description",
    (row_count is not null) as "stats:row_count:include",
    'Approximate Size' as "stats:bytes:label",
    bytes as "stats:bytes:value",
    'Size of what is stored, as Snowflake tells it' as "stats:bytes:description",
    (bytes is not null) as "stats:bytes:include",
    'Last Modified' as "stats:last_modified:label",
    to_varchar(convert_timezone('UTC', last_altered), 'yyyy-mm-dd HH24:MI') || 'UTC' as "stats:last_modified:value",
    'When the rows or the definition changed last' as "stats:last_modified:description",
    (last_altered is not null and table_type = 'BASE TABLE') as "stats:last_modified:include"
  from shop.INFORMATION_SCHEMA.tables
  where ((table_schema ilike 'main' and upper(table_schema) = upper('main') and table_name ilike 'x' and upper(table_name) = upper('x')))
),
columns as (
  select
    table_catalog as "table_database",
    table_schema as "table_schema",
    table_name as "table_name",
    column_name as "column_name",
    ordinal_position as "column_index",
    data_type as "column_type",
    comment as "column_comment"
  from shop.INFORMATION_SCHEMA.columns
  where ((table_schema ilike 'main' and upper(table_schema) = upper('main') and table_name ilike 'x' and upper(table_name) = upper('x')))
)
select *
from tables
join columns using ("table_database", "table_schema", "table_name")
order by "table_schema", "table_name", "column_index";
