{{ config(materialized='incremental', unique_key='id', full_refresh=false) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
