begin;

lock table "plant"."raw"."readings" in access exclusive mode;

select "public".create_hypertable('"raw"."readings"'::regclass, "public".by_range('ts', interval '1 day'), migrate_data => true);

alter table "plant"."raw"."readings" set (timescaledb.compress);

create temporary table "readings__dbt_tmp" as (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
);

lock table "plant"."raw"."readings" in share row exclusive mode;
delete from "plant"."raw"."readings" as DBT_INTERNAL_DEST
where (sensor, ts) in (select distinct sensor, ts from "readings__dbt_tmp" as DBT_INTERNAL_SOURCE);
insert into "plant"."raw"."readings" (
    "ts",
    "sensor",
    "celsius"
)
select
    "ts",
    "sensor",
    "celsius"
from "readings__dbt_tmp";

drop table if exists "readings__dbt_tmp" cascade;

commit;
