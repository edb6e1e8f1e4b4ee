select * from {{ ref('stg_clients') }}
