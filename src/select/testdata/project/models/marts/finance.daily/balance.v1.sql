{{ config(group="money", access="private") }}
select * from {{ ref('revenue') }} join {{ ref('clients') }} on true
