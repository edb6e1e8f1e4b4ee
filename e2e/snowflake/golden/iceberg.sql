-- iceberg, the defaults
create or replace iceberg table shop.main.table_iceberg_the_defaults
    catalog = 'SNOWFLAKE'
    base_location = '_dbt/main/table_iceberg_the_defaults'
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- iceberg with every clause
create or replace iceberg table shop.main.table_iceberg_with_every_clause
    partition by (id)
    external_volume = 'lake'
    catalog = 'SNOWFLAKE'
    base_location = 'root/main/table_iceberg_with_every_clause/sub'
    iceberg_version = 3
    storage_serialization_policy = COMPATIBLE
    data_retention_time_in_days = 0
    max_data_extension_time_in_days = 5
    copy grants
as (
select * from (
select 1 as id, 'a' as name, current_timestamp() as updated_at
)
order by id
);
alter iceberg table shop.main.table_iceberg_with_every_clause cluster by (id);
-- An Iceberg table tracks changes always: change_tracking: false of shop.main.table_iceberg_with_every_clause is left out

-- iceberg where a plain table stands
drop table if exists "SHOP"."MAIN"."TABLE_ICEBERG_WHERE_A_PLAIN_TABLE_STANDS" cascade;
create or replace iceberg table shop.main.table_iceberg_where_a_plain_table_stands
    catalog = 'SNOWFLAKE'
    base_location = '_dbt/main/table_iceberg_where_a_plain_table_stands'
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- merge into iceberg, with a new column
create or replace temporary view shop.main.incremental_merge_into_iceberg_with_a_ne__dbt_tmp as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);
alter iceberg table "SHOP"."MAIN"."INCREMENTAL_MERGE_INTO_ICEBERG_WITH_A_NE" add column "NAME" string, "UPDATED_AT" TIMESTAMP_NTZ;
begin;
merge into shop.main.incremental_merge_into_iceberg_with_a_ne as DBT_INTERNAL_DEST
using shop.main.incremental_merge_into_iceberg_with_a_ne__dbt_tmp as DBT_INTERNAL_SOURCE
on ((DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id))
when matched then update set
    "ID" = DBT_INTERNAL_SOURCE."ID",
    "NAME" = DBT_INTERNAL_SOURCE."NAME",
    "UPDATED_AT" = DBT_INTERNAL_SOURCE."UPDATED_AT"
when not matched then insert (
    "ID",
    "NAME",
    "UPDATED_AT"
)
values (
    DBT_INTERNAL_SOURCE."ID",
    DBT_INTERNAL_SOURCE."NAME",
    DBT_INTERNAL_SOURCE."UPDATED_AT"
);
commit;
drop view if exists shop.main.incremental_merge_into_iceberg_with_a_ne__dbt_tmp;

-- a catalog of ours, its volume taken over
create or replace iceberg table shop.main.table_a_catalog_of_ours_its_volume_taken
    external_volume = 'lake'
    catalog = 'SNOWFLAKE'
    base_location = '_dbt/main/table_a_catalog_of_ours_its_volume_taken'
as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
);

-- a catalog of others
-- error: Compilation Error in model table_a_catalog_of_others (models/table_a_catalog_of_others.sql)
--   The catalog 'polaris' is none of Snowflake's own: databases linked to a catalog are not written to here
