{{ config(materialized='table', event_time='at') }}
select n as id, '2024-01-01'::timestamp + n * interval '9 hours' as at, {{ var('day') }} as day from generate_series(1, 9) n
