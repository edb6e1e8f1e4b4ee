-- The same question without Grafana: `sluice show --select last_day`.
select
    sensors.site,
    aggregate.sensor_id,
    round(avg(aggregate.mean)::numeric, 2) as mean,
    min(aggregate.low) as low,
    max(aggregate.high) as high,
    sum(aggregate.readings) as readings,
    max(aggregate.bucket) as last_bucket
from {{ ref('readings_5m') }} as aggregate
inner join {{ ref('sensors') }} as sensors using (sensor_id)
where aggregate.bucket >= now() - interval '1 day'
group by 1, 2
order by 1, 2
