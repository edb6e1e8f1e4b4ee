{{ config(materialized=['view', 'table', 'view'][var('day') % 3]) }}
select 1 as n
