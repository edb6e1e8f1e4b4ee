{{ config(materialized='table', contract={'enforced': true}) }}
select 'x' as "select", id as parent_id from {{ ref('parent') }}
