{{ config(incremental_strategy='merge', unique_key='id', on_schema_change='append_new_columns') }}
select id, name, {{ var('day') }} as day {{ ", 'w' as wide" if var('wide') }} from {{ ref('a_view') }}
{% if is_incremental() %} where id > 1 {% endif %}
