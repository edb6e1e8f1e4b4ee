{{ config(materialized='table', indexes=[{'columns': ['id'], 'unique': true}, {'columns': ['name'], 'type': 'hash'}]) }}
select id, name, now()::date as built, array[id, id + 1] as pair, row_to_json(p)::jsonb as whole, null::text as nothing
from {{ ref('a_view') }} p
