{{ config(unique_key='id', on_schema_change='sync_all_columns') }}
{% if var('wide') %}
select id, 1.5::numeric(5,2) as price from {{ ref('people') }}
{% else %}
select id, 'gone' as old, id::smallint as small from {{ ref('people') }}
{% endif %}
