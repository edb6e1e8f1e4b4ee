select id from {{ ref('above') }}(3)
