begin;

drop view if exists "plant"."raw"."readings" cascade;

create table "plant"."raw"."readings" as (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) with no data;

select "public".create_hypertable('"raw"."readings"'::regclass, "public".by_range('ts', interval '1 day'));

alter table "plant"."raw"."readings" set (timescaledb.compress);

insert into "plant"."raw"."readings" (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    );

commit;
