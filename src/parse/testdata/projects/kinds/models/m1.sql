

-- comment
{{ config(materialized='view', tags=['x','y'], meta={'n': 2}, pre_hook="select 3", bogus=1) }}
select * from {{ source('raw', 't1') }} a join {{ ref('s1') }} using (id) join {{ ref('s1') }} b using (id)
