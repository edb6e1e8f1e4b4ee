{{ config(materialized='table') }}
select id as person from {{ ref('promised') }}
