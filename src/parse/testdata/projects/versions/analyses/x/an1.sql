select 1 {{ log('hi') }} {{ ref('sd') }}
