{{ config(materialized='table', contract={'enforced': true}) }}
select name, id from {{ ref('people') }}
