{{ config(materialized='table', persist_docs={'relation': true, 'columns': true},
   indexes=[{'columns': ['id'], 'unique': true}, {'columns': ['name', 'id']}],
   pre_hook="create or replace table before_kept as select {{ var('day') }} as day",
   post_hook=["create or replace view after_kept as select count(*) as n from {{ this }}",
              {"sql": "create or replace table outside_kept as select 1 as a", "transaction": false}]) }}
select * from {{ ref('between') }}
