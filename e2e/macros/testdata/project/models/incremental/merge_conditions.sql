{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_update_condition='DBT_INTERNAL_SOURCE.id < 3',
   merge_insert_condition='DBT_INTERNAL_SOURCE.id < 9', incremental_predicates=['DBT_INTERNAL_DEST.id < 4']) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
