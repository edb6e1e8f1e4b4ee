{{ config(indexes=[{'columns': ['day']}]) }}
select {{ var('day') }} as day
