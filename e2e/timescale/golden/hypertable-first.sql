begin;

create table "plant"."raw"."readings" as (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) with no data;

select "public".create_hypertable('"raw"."readings"'::regclass, "public".by_range('ts', interval '1 day'));

select "public".add_dimension('"raw"."readings"'::regclass, "public".by_hash('sensor', 4));

alter table "plant"."raw"."readings" set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor', timescaledb.compress_orderby = 'ts desc nulls first');

insert into "plant"."raw"."readings" (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    );

create index if not exists "<index>"
  on "plant"."raw"."readings"  (sensor, ts);

create index if not exists "<index>"
  on "plant"."raw"."readings" using brin (celsius);

select "public".add_compression_policy('"raw"."readings"'::regclass, compress_after => interval '7 days', schedule_interval => interval '6 hours');

select "public".add_retention_policy('"raw"."readings"'::regclass, drop_after => interval '90 days');

select "public".add_reorder_policy('"raw"."readings"'::regclass, index_name => 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');

commit;
