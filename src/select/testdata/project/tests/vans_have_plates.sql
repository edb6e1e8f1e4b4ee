select * from {{ ref('vans') }} where plate is null
