{{ config(alias='legacy_out') }} select 1 as id
