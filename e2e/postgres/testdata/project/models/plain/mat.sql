{{ config(materialized='materialized_view', on_configuration_change='apply',
   indexes=[{'columns': ['name'], 'type': 'hash'}, {'columns': ['id']}] if var('other_indexes') else [{'columns': ['id'], 'unique': true}, {'columns': ['name'], 'type': 'hash'}]) }}
select id, name from {{ ref('a_view') }}
