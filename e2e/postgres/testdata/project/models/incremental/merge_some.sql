{{ config(incremental_strategy='merge', unique_key=['id'], merge_update_columns=['day']) }}
select id, 'first ' || {{ var('day') }} as first, {{ var('day') }} as day from {{ ref('people') }}
