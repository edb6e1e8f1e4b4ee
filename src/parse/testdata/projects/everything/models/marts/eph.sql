{{ config(materialized='ephemeral') }} select 1 as id {{ unknown_later() if execute }}
