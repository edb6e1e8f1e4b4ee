select client_id, name from {{ ref('stg_clients') }}
