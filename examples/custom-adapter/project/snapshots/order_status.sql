{% snapshot order_status %}
{{ config(strategy='check', unique_key='id', check_cols=['status']) }}
select id, status from {{ ref('raw_orders') }}
{% endsnapshot %}
