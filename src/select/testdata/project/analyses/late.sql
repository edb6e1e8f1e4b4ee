select * from {{ ref('routes') }}
