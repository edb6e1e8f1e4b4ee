{{ config(materialized='incremental', unique_key='id') }}
select id, amount{% if var('wide') %}, 5 as extra{% endif %}, name || '{{ var('day') }}' as name
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
