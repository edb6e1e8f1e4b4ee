{{ config(group='money', schema='finance') }}
select day, sum(price) as revenue from {{ ref('deliveries') }} group by 1
