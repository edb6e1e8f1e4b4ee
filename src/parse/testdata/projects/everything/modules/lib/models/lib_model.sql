{{ config(alias='lib_alias', tags=['call']) }} select {{ var('theirs') }} as a, '{{ var("own") }}' as b, {{ var('cutoff', 'none') }} from {{ source('lib_src', 'raw') }} {{ helper(2) }}
