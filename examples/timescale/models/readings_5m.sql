{{ config(
    materialized='continuous_aggregate',
    materialized_only=false,
    refresh_policy={'start_offset': '6 hours', 'end_offset': '10 minutes', 'schedule_interval': '10 minutes'},
    compression={'segment_by': 'sensor_id', 'after': '7 days'},
    retention={'after': '180 days'},
) }}

select
    time_bucket('5 minutes', ts) as bucket,
    sensor_id,
    avg(value) as mean,
    min(value) as low,
    max(value) as high,
    count(*) as readings
from {{ ref('readings') }}
group by 1, 2
