{{ config(materialized='incremental', unique_key=['parcel_id', 'day'], incremental_strategy='append', group='logistics', access='protected') }}
select p.*, {{ cents('1') }} as price, v.* from {{ ref('stg_parcels') }} p join {{ ref('stg_vans') }} v using (van_id)
