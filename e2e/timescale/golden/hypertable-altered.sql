-- "plant"."raw"."readings": new chunks of 1 day instead of 7 days
-- "plant"."raw"."readings": new chunks in 4 partitions instead of 2
-- "plant"."raw"."readings": compression settings changed
-- "plant"."raw"."readings": compression policy {"compress_after": "7 days"} (was {"compress_after": "3 days"})
-- "plant"."raw"."readings": no refresh policy any more (was {})
-- "plant"."raw"."readings": retention policy {"drop_after": "90 days"}
begin;

truncate table "plant"."raw"."readings";

select "public".set_chunk_time_interval('"raw"."readings"'::regclass, interval '1 day');

select "public".set_number_partitions('"raw"."readings"'::regclass, 4, 'sensor');

alter table "plant"."raw"."readings" set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor', timescaledb.compress_orderby = 'ts desc nulls first');

create temporary table "readings__dbt_tmp" as (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) with no data;

alter table "plant"."raw"."readings" add column "celsius" text, drop column "gone";

drop table if exists "readings__dbt_tmp" cascade;

insert into "plant"."raw"."readings" ("ts", "sensor", "celsius")
    select "ts", "sensor", "celsius"
    from (
select g as ts, 'pump-1'::text as sensor, 20.5::float8 as celsius
from generate_series(timestamptz '2026-01-01', timestamptz '2026-02-01', interval '1 minute') g
    ) as model_subq;

drop index if exists "plant"."raw"."<index>";

create index if not exists "<index>"
  on "plant"."raw"."readings" using brin (celsius);

select "public".alter_job(job_id, config => config || '{"compress_after": "7 days"}'::jsonb, schedule_interval => interval '6 hours')
    from timescaledb_information.jobs
    where job_id = 1000;

select "public".remove_continuous_aggregate_policy('"raw"."readings"'::regclass, if_exists => true);

select "public".add_retention_policy('"raw"."readings"'::regclass, drop_after => interval '90 days');

select "public".add_reorder_policy('"raw"."readings"'::regclass, index_name => 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');

commit;
