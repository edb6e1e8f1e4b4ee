select 1 as id, 'a' as name from {{ ref('m1') }}
