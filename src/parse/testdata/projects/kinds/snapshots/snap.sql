{% snapshot snap1 %}
{{ config(strategy='check', unique_key='id', check_cols='all', target_schema='snaps') }}
select * from {{ ref('s1') }}
{% endsnapshot %}
