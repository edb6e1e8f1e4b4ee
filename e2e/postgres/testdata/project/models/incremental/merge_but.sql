{{ config(incremental_strategy='merge', unique_key='id', merge_exclude_columns=['first'], incremental_predicates=['DBT_INTERNAL_DEST.id <> 2']) }}
select id, 'first ' || {{ var('day') }} as first, {{ var('day') }} as day from {{ ref('people') }}
