select * from {{ ref('p1') }} {{ config(access='public') }} {{ pm() }}
