select 1 from {{ ref('fct') }} {{ config(store_failures=true, alias='sing_al', limit=5, tags='x', meta={'k': 1}) }}
