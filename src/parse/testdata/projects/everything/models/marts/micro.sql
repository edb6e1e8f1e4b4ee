{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='loaded', batch_size='day', begin='2024-01-01', lookback=2, concurrent_batches=true) }}
select * from {{ ref('stg_orders') }}
