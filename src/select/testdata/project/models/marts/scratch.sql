{{ config(materialized='ephemeral', contract={'enforced': false}) }}
select * from {{ ref('routes') }} where day > {{ var('cutoff') }}
