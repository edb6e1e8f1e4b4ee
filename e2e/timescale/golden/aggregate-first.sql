begin;

create materialized view "plant"."raw"."hourly"
    with (timescaledb.continuous, timescaledb.materialized_only = false) as
select time_bucket('1 hour', ts) as hour, sensor, avg(celsius) as mean from "plant"."raw"."readings" group by 1, 2
    with no data;

select "public".set_chunk_time_interval('"raw"."hourly"'::regclass, interval '10 days');

alter materialized view "plant"."raw"."hourly" set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor');

create index if not exists "<index>"
  on "plant"."raw"."hourly"  (mean);

commit;

call "public".refresh_continuous_aggregate('"raw"."hourly"'::regclass, null, '2026-02-01 11:00:00+00'::timestamp with time zone);

begin;

select "public".add_continuous_aggregate_policy('"raw"."hourly"'::regclass, start_offset => interval '3 days', end_offset => interval '1 hour', schedule_interval => interval '30 minutes');

select "public".add_compression_policy('"raw"."hourly"'::regclass, compress_after => interval '30 days');

select "public".add_retention_policy('"raw"."hourly"'::regclass, drop_after => interval '2 years');

commit;
