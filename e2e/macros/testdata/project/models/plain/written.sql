{{ config(materialized='external', location='db/written.csv') }}
select id, name from {{ ref('people') }} order by id
