select client_id, name, 1 as score, 2 as more from {{ ref('stg_clients') }}
