-- "plant"."raw"."hourly": real-time
-- "plant"."raw"."hourly": refresh policy {"start_offset": "3 days", "end_offset": "1 hour"} (was {"start_offset": "1 day"})
-- "plant"."raw"."hourly": no reorder policy any more (was {"index_name": "by_hand"})
-- "plant"."raw"."hourly": retention policy {"drop_after": "2 years"}
begin;

create temporary view "hourly__dbt_tmp" as
select time_bucket('1 hour', ts) as hour, sensor, avg(celsius) as mean from "plant"."raw"."readings" group by 1, 2;

drop view "hourly__dbt_tmp";

alter materialized view "plant"."raw"."hourly" set (timescaledb.materialized_only = false);

create index if not exists "<index>"
  on "plant"."raw"."hourly"  (mean);

commit;

call "public".refresh_continuous_aggregate('"raw"."hourly"'::regclass, '2026-01-01 00:00:00+00'::timestamp with time zone, '2026-02-01 11:00:00+00'::timestamp with time zone);

begin;

select "public".alter_job(job_id, config => config || '{"start_offset": "3 days", "end_offset": "1 hour"}'::jsonb)
    from timescaledb_information.jobs
    where job_id = 1003;

select "public".remove_reorder_policy('"raw"."hourly"'::regclass, if_exists => true);

select "public".add_retention_policy('"raw"."hourly"'::regclass, drop_after => interval '2 years');

commit;
