{{ config(materialized='incremental', unique_key='id', on_schema_change='fail') }}
select id{% if var('wide') %}, 5 as extra{% else %}, amount{% endif %}, name || '{{ var('day') }}' as name
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
