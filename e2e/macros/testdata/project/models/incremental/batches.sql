{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='joined', batch_size='day', begin='2024-01-01', lookback=0) }}
select id, joined, '{{ var('day') }}' as day from {{ ref('joined') }}
