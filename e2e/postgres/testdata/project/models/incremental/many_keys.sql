{{ config(unique_key=['id', 'part'], incremental_predicates=["DBT_INTERNAL_DEST.part <> 'b'"]) }}
select id, part, {{ var('day') }} as day from {{ ref('people') }}, (values ('a'), ('b')) parts(part)
