{{ config(unique_key='id') }}
select id, {{ "'longer than ten'::varchar(20)" if var('wide') else "'short'::varchar(10)" }} as label from {{ ref('people') }}
