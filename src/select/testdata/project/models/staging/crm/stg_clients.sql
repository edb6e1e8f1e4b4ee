{{ config(tags=['crm', 'pii'], meta={'contains_pii': true}) }}
select * from {{ source('crm', 'clients') }}
