{{ config(materialized='table_function', parameters=['least']) }}
select * from {{ ref('people') }} where id >= least
