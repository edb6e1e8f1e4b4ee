{{ config(tags=['strict']) }}
select * from {{ ref('deliveries') }} d join {{ ref('routes') }} r using (day) where late
