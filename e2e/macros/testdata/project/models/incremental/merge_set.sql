{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id',
   merge_update_set_expressions={'name': "'set ' || DBT_INTERNAL_SOURCE.name"}) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
