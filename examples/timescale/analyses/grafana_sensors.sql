-- A time series panel of Grafana: one line per sensor of the chosen site. `sluice compile` writes it with the names of
-- the target's schema below target/compiled; paste that into the panel. $__ and $site are Grafana's.
select
    $__timeGroup(aggregate.bucket, $__interval) as time,
    aggregate.sensor_id as metric,
    avg(aggregate.mean) as value
from {{ ref('readings_5m') }} as aggregate
inner join {{ ref('sensors') }} as sensors using (sensor_id)
where $__timeFilter(aggregate.bucket)
    and sensors.site in ($site)
group by 1, 2
order by 1, 2
