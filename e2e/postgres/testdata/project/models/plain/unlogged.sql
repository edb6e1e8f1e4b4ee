{{ config(materialized='table', unlogged=true) }}
select 1 as n, 'x'::varchar(5) as short, 1.5::numeric(6,2) as price, '2024-01-01 10:00+02'::timestamptz as at
