select id, name from {{ ref('a_table') }}
