select id, ds from {{ ref('base') }}
