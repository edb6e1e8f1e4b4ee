{{ config(materialized='view', event_time='joined') }}
select id, joined::timestamp as joined from {{ ref('people') }}
