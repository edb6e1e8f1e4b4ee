select van_id from {{ ref('vans') }}
