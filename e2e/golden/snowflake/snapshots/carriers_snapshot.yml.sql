-- carriers_snapshot
-- First build
create or replace transient table tickets.carrier_tickets.carriers_snapshot as (
select
    *,
    md5(coalesce(cast(carrier_id as varchar), '') || '|' || coalesce(to_char(updated_at, 'YYYY-MM-DD HH24:MI:SS'), '')) as dbt_scd_id,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to
from (
select * from tickets.carrier_tickets.carriers
) sbq
);

-- Next run: the relation stands
create or replace temporary table tickets.carrier_tickets.carriers_snapshot__dbt_tmp as (
with snapshot_query as (
  select * from tickets.carrier_tickets.carriers
),
snapshotted_data as (
  select *, carrier_id as dbt_unique_key
  from tickets.carrier_tickets.carriers_snapshot
  where dbt_valid_to is null
),
new_versions as (
  select
    *,
    carrier_id as dbt_unique_key,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to,
    md5(coalesce(cast(carrier_id as varchar), '') || '|' || coalesce(to_char(updated_at, 'YYYY-MM-DD HH24:MI:SS'), '')) as dbt_scd_id
  from snapshot_query
),
closing_versions as (
  select
    *,
    carrier_id as dbt_unique_key,
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
  select *, carrier_id as dbt_unique_key
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
merge into tickets.carrier_tickets.carriers_snapshot as DBT_INTERNAL_DEST
using tickets.carrier_tickets.carriers_snapshot__dbt_tmp as DBT_INTERNAL_SOURCE
on DBT_INTERNAL_SOURCE.dbt_scd_id = DBT_INTERNAL_DEST.dbt_scd_id
when matched
  and DBT_INTERNAL_DEST.dbt_valid_to is null
  and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
then update set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
when not matched
  and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
then insert (
    "CARRIER_ID",
    "CARRIER_NAME",
    "COUNTRY_CODE",
    "CONTRACT_TIER",
    "IS_VETTED",
    "UPDATED_AT",
    "DBT_SCD_ID",
    "DBT_UPDATED_AT",
    "DBT_VALID_FROM",
    "DBT_VALID_TO"
)
values (
    DBT_INTERNAL_SOURCE."CARRIER_ID",
    DBT_INTERNAL_SOURCE."CARRIER_NAME",
    DBT_INTERNAL_SOURCE."COUNTRY_CODE",
    DBT_INTERNAL_SOURCE."CONTRACT_TIER",
    DBT_INTERNAL_SOURCE."IS_VETTED",
    DBT_INTERNAL_SOURCE."UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_SCD_ID",
    DBT_INTERNAL_SOURCE."DBT_UPDATED_AT",
    DBT_INTERNAL_SOURCE."DBT_VALID_FROM",
    DBT_INTERNAL_SOURCE."DBT_VALID_TO"
);
commit;

drop table if exists tickets.carrier_tickets.carriers_snapshot__dbt_tmp cascade;


-- carriers_snapshot_one_current_row
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    carrier_id as unique_field,
    count(*) as n_records

from (select * from tickets.carrier_tickets.carriers_snapshot where dbt_valid_to is null) dbt_subquery
where carrier_id is not null
group by carrier_id
having count(*) > 1
) dbt_internal_test;


-- not_null_carriers_snapshot_carrier_id
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select carrier_id
from tickets.carrier_tickets.carriers_snapshot
where carrier_id is null
) dbt_internal_test;
