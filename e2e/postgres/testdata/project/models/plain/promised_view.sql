{{ config(materialized='view') }}
select id, label::varchar as label from {{ ref('promised') }}
