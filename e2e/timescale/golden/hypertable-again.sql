begin;

truncate table "plant"."raw"."readings";

create temporary table "readings__dbt_tmp" as (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) with no data;

drop table if exists "readings__dbt_tmp" cascade;

insert into "plant"."raw"."readings" ("ts", "sensor", "celsius")
    select "ts", "sensor", "celsius"
    from (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) as model_subq;

commit;
