{{ config(
    materialized='continuous_aggregate',
    refresh_policy={'start_offset': '2 days', 'end_offset': '1 hour', 'schedule_interval': '1 hour'},
    retention={'after': '10 years'},
) }}

-- On the aggregate below it, not on the readings: those are gone after 30 days.
select
    time_bucket('1 hour', bucket) as hour,
    sensor_id,
    sum(mean * readings) / sum(readings) as mean,
    min(low) as low,
    max(high) as high,
    sum(readings) as readings
from {{ ref('readings_5m') }}
group by 1, 2
