{{ config(materialized='table') }}
select 'one' as label, id, id as parent, id * 1.25 as price from {{ ref('people') }}
