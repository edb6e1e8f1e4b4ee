{{ config(unique_key='id') }}
select id, {{ var('day') }} as day from {{ ref('a_view') }}
