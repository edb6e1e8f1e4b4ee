-- first run
create or replace transient table shop.main.snap_first as (
select
    *,
    md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), '')) as dbt_scd_id,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to
from (
select * from shop.main.base
) sbq
);

-- next run by timestamp, rows that are gone are closed
create or replace temporary table "SHOP"."MAIN"."SNAP_TIME__dbt_tmp" as (
with snapshot_query as (
  select * from shop.main.base
),
snapshotted_data as (
  select *, id as dbt_unique_key
  from "SHOP"."MAIN"."SNAP_TIME"
  where dbt_valid_to is null
),
new_versions as (
  select
    *,
    id as dbt_unique_key,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to,
    md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), '')) as dbt_scd_id
  from snapshot_query
),
closing_versions as (
  select
    *,
    id as dbt_unique_key,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    updated_at as dbt_valid_to
  from snapshot_query
),
insertions as (
  select 'insert' as dbt_change_type, source_data.*
  from new_versions as source_data
  left outer join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
  where snapshotted_data.dbt_unique_key is null
    or (snapshotted_data.dbt_unique_key is not null and ((snapshotted_data.dbt_valid_from < source_data.updated_at)))
),
updates as (
  select 'update' as dbt_change_type, source_data.*, snapshotted_data.dbt_scd_id
  from closing_versions as source_data
  join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
  where ((snapshotted_data.dbt_valid_from < source_data.updated_at))
),
deletes_source_data as (
  select *, id as dbt_unique_key
  from snapshot_query
),
deletes as (
  select
    'delete' as dbt_change_type,
    source_data.*,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_updated_at,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_valid_from,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_valid_to,
    snapshotted_data.dbt_scd_id
  from snapshotted_data
  left join deletes_source_data as source_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
  where source_data.dbt_unique_key is null
)
select * from insertions
union all
select * from updates
union all
select * from deletes
);
begin;
merge into "SHOP"."MAIN"."SNAP_TIME" as DBT_INTERNAL_DEST
using "SHOP"."MAIN"."SNAP_TIME__dbt_tmp" as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.dbt_scd_id = DBT_INTERNAL_DEST.dbt_scd_id
when matched
  and DBT_INTERNAL_DEST.dbt_valid_to is null
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
then update set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
when not matched
  and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
then insert (
    "ID",
    "NAME",
    "UPDATED_AT",
    "DBT_SCD_ID",
    "DBT_UPDATED_AT",
    "DBT_VALID_FROM",
    "DBT_VALID_TO"
)
values (
    DBT_INTERNAL_SOURCE."ID",
    DBT_INTERNAL_SOURCE."NAME",
    DBT_INTERNAL_SOURCE."UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_SCD_ID",
    DBT_INTERNAL_SOURCE."DBT_UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_VALID_FROM",
    DBT_INTERNAL_SOURCE."DBT_VALID_TO"
);
commit;
drop table if exists "SHOP"."MAIN"."SNAP_TIME__dbt_tmp" cascade;

-- next run by checking columns, one of them new
show parameters like 'query_tag' in session;
alter session set query_tag = 'versions';
create or replace temporary table "SHOP"."MAIN"."SNAP_CHECK__dbt_tmp" as (
with snapshot_query as (
  select * from shop.main.base
),
snapshotted_data as (
  select *, id as dbt_unique_key
  from "SHOP"."MAIN"."SNAP_CHECK"
  where dbt_valid_to is null
),
new_versions as (
  select
    *,
    id as dbt_unique_key,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_updated_at,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_valid_from,
    coalesce(nullif(to_timestamp_ntz(convert_timezone('UTC', current_timestamp())), to_timestamp_ntz(convert_timezone('UTC', current_timestamp()))), null) as dbt_valid_to,
    md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as varchar ), '')) as dbt_scd_id
  from snapshot_query
),
closing_versions as (
  select
    *,
    id as dbt_unique_key,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_updated_at,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_valid_from,
    to_timestamp_ntz(convert_timezone('UTC', current_timestamp())) as dbt_valid_to
  from snapshot_query
),
insertions as (
  select 'insert' as dbt_change_type, source_data.*
  from new_versions as source_data
  left outer join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
  where snapshotted_data.dbt_unique_key is null
    or (snapshotted_data.dbt_unique_key is not null and ((snapshotted_data."ID" != source_data."ID" or ((snapshotted_data."ID" is null) and not (source_data."ID" is null)) or ((not snapshotted_data."ID" is null) and (source_data."ID" is null)) or snapshotted_data."NAME" != source_data."NAME" or ((snapshotted_data."NAME" is null) and not (source_data."NAME" is null)) or ((not snapshotted_data."NAME" is null) and (source_data."NAME" is null)) or snapshotted_data."UPDATED_AT" != source_data."UPDATED_AT" or ((snapshotted_data."UPDATED_AT" is null) and not (source_data."UPDATED_AT" is null)) or ((not snapshotted_data."UPDATED_AT" is null) and (source_data."UPDATED_AT" is null)))))
),
updates as (
  select 'update' as dbt_change_type, source_data.*, snapshotted_data.dbt_scd_id
  from closing_versions as source_data
  join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
  where ((snapshotted_data."ID" != source_data."ID" or ((snapshotted_data."ID" is null) and not (source_data."ID" is null)) or ((not snapshotted_data."ID" is null) and (source_data."ID" is null)) or snapshotted_data."NAME" != source_data."NAME" or ((snapshotted_data."NAME" is null) and not (source_data."NAME" is null)) or ((not snapshotted_data."NAME" is null) and (source_data."NAME" is null)) or snapshotted_data."UPDATED_AT" != source_data."UPDATED_AT" or ((snapshotted_data."UPDATED_AT" is null) and not (source_data."UPDATED_AT" is null)) or ((not snapshotted_data."UPDATED_AT" is null) and (source_data."UPDATED_AT" is null))))
)
select * from insertions
union all
select * from updates
);
alter table "SHOP"."MAIN"."SNAP_CHECK" add column "EXTRA" DATE;
begin;
merge into "SHOP"."MAIN"."SNAP_CHECK" as DBT_INTERNAL_DEST
using "SHOP"."MAIN"."SNAP_CHECK__dbt_tmp" as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.dbt_scd_id = DBT_INTERNAL_DEST.dbt_scd_id
when matched
  and DBT_INTERNAL_DEST.dbt_valid_to is null
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
then update set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
when not matched
  and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
then insert (
    "ID",
    "NAME",
    "UPDATED_AT",
    "DBT_SCD_ID",
    "DBT_UPDATED_AT",
    "DBT_VALID_FROM",
    "DBT_VALID_TO",
    "EXTRA"
)
values (
    DBT_INTERNAL_SOURCE."ID",
    DBT_INTERNAL_SOURCE."NAME",
    DBT_INTERNAL_SOURCE."UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_SCD_ID",
    DBT_INTERNAL_SOURCE."DBT_UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_VALID_FROM",
    DBT_INTERNAL_SOURCE."DBT_VALID_TO",
    DBT_INTERNAL_SOURCE."EXTRA"
);
commit;
drop table if exists "SHOP"."MAIN"."SNAP_CHECK__dbt_tmp" cascade;
alter session unset query_tag;
