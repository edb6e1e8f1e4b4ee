{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='id', incremental_predicates=['id < 3']) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
