{{ config(materialized='table' if var('day') | int % 2 else 'view') }}
select {{ var('day') }} as day
