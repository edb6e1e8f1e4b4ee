{{ config(
    materialized='incremental',
    incremental_strategy='append',
    hypertable={
        'time_column': 'ts',
        'chunk_interval': '1 day',
        'compression': {'segment_by': 'sensor_id', 'order_by': 'ts desc', 'after': '2 days'},
        'retention': {'after': '30 days'},
    },
) }}

-- Stands for whatever brings the readings: one of each sensor a minute, up to now.
with minutes as (
    select ts
    from generate_series(
        {% if is_incremental() -%}
        (select max(ts) + interval '1 minute' from {{ this }})
        {%- else -%}
        date_trunc('minute', now()) - interval '{{ var("days") }} days'
        {%- endif %},
        date_trunc('minute', now()),
        interval '1 minute'
    ) as ts
)

select
    minutes.ts,
    sensors.sensor_id,
    {{ simulated_value('minutes.ts', 'sensors') }} as value
from minutes
cross join {{ ref('sensors') }} as sensors
