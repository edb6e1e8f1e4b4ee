-- Every hour that is over counts as many readings as there are; chunks that are gone are not asked for.
with counted as (
    select time_bucket('1 hour', ts) as hour, sensor_id, count(*) as readings
    from {{ ref('readings') }}
    where ts >= (select min(ts) + interval '1 hour' from {{ ref('readings') }})
        and ts < date_trunc('hour', now()) - interval '1 hour'
    group by 1, 2
)

select counted.*, hours.readings as aggregated
from counted
left join {{ ref('readings_1h') }} as hours using (hour, sensor_id)
where counted.hour > (select min(hour) from counted)
    and counted.readings is distinct from hours.readings
