{{ config(materialized='incremental', incremental_strategy='append') }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
