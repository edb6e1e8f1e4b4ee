select n from {{ ref('kind_changes') }}
