{{ config(alias='orders_in', event_time='loaded', meta={'level': 2}, tags='own', unknown_call=var('ratio')) }}
{#- comment -#}
select {{ var('mine') }} as mine, * from {{ source('erp', 'orders') }} where d > '{{ var("cutoff") }}' {{ pick() }}
