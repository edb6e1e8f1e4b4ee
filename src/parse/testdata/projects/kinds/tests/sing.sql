{{ config(severity='error') }}
select * from {{ ref('m1') }} where 1=0
