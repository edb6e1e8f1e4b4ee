-- carriers_snapshot
-- First build
begin;

create table "tickets"."carrier_tickets"."carriers_snapshot" as (
select
    *,
    md5(coalesce(cast(carrier_id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), '')) as dbt_scd_id,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to
from (
select * from "tickets"."carrier_tickets"."carriers"
) sbq
);

commit;

-- Next run: the relation stands
begin;

create temporary table "carriers_snapshot__dbt_tmp" as (
with snapshot_query as (
  select * from "tickets"."carrier_tickets"."carriers"
),
snapshotted_data as (
  select *, carrier_id as dbt_unique_key
  from "tickets"."carrier_tickets"."carriers_snapshot"
  where dbt_valid_to is null
),
new_versions as (
  select
    *,
    carrier_id as dbt_unique_key,
    updated_at as dbt_updated_at,
    updated_at as dbt_valid_from,
    coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to,
    md5(coalesce(cast(carrier_id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), '')) as dbt_scd_id
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
    now()::timestamp without time zone as dbt_updated_at,
    now()::timestamp without time zone as dbt_valid_from,
    now()::timestamp without time zone as dbt_valid_to,
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

update "tickets"."carrier_tickets"."carriers_snapshot" as DBT_INTERNAL_TARGET
set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
from "carriers_snapshot__dbt_tmp" as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.dbt_scd_id::text = DBT_INTERNAL_TARGET.dbt_scd_id::text
  and DBT_INTERNAL_SOURCE.dbt_change_type::text in ('update', 'delete')
  and DBT_INTERNAL_TARGET.dbt_valid_to is null;

insert into "tickets"."carrier_tickets"."carriers_snapshot" (
    "carrier_id",
    "carrier_name",
    "country_code",
    "contract_tier",
    "is_vetted",
    "updated_at",
    "dbt_scd_id",
    "dbt_updated_at",
    "dbt_valid_from",
    "dbt_valid_to"
)
select
    "carrier_id",
    "carrier_name",
    "country_code",
    "contract_tier",
    "is_vetted",
    "updated_at",
    "dbt_scd_id",
    "dbt_updated_at",
    "dbt_valid_from",
    "dbt_valid_to"
from "carriers_snapshot__dbt_tmp" as DBT_INTERNAL_SOURCE
where DBT_INTERNAL_SOURCE.dbt_change_type::text = 'insert';

commit;

drop table if exists "carriers_snapshot__dbt_tmp" cascade;


-- carriers_snapshot_one_current_row
select
    count(*) as failures,
    count(*) != 0 as should_warn,
    count(*) != 0 as should_error
from (
select
    carrier_id as unique_field,
    count(*) as n_records

from (select * from "tickets"."carrier_tickets"."carriers_snapshot" where dbt_valid_to is null) dbt_subquery
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
from "tickets"."carrier_tickets"."carriers_snapshot"
where carrier_id is null
) dbt_internal_test;
