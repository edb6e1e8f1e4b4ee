{{ config(unique_key='parcel_id') }}
select * from {{ source('carrier', 'parcels') }}
