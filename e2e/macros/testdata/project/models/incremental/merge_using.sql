{{ config(materialized='incremental', incremental_strategy='merge', merge_on_using_columns=['id']) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
