select id, name, born from {{ ref('people') }} where id <> {{ var('gone') }}
