{% snapshot snap_block %}
{{ config(strategy='check', unique_key="id || '-' || day", check_cols=['a', 'b'], target_schema='legacy_snaps', invalidate_hard_deletes=true, post_hook='select 1') }}
select * from {{ ref('fct_orders') }}
{% endsnapshot %}
{% snapshot snap_two %}
{{ config(strategy='timestamp', unique_key='id', updated_at='ts', enabled=false) }}
select 1
{% endsnapshot %}
