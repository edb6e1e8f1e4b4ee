select * from {{ ref('vans') }}
