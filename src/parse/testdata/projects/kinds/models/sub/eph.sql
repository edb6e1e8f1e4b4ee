{{ config(materialized='ephemeral', alias='eph_alias', database='otherdb') }}
select * from {{ ref('kinds', 'm1') }}
