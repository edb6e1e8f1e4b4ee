-- intro
{% snapshot sa %}
    {{ config(target_database='dev', target_schema='sc', unique_key="id||'-'", strategy='timestamp', updated_at='ds', invalidate_hard_deletes=True) }}
    select * from {{ ref('base') }}
{% endsnapshot %}

{% snapshot sb %}
    {{ config(unique_key=['id'], strategy='check', check_cols=['a','b'], schema='scc') }}
    select * from {{ ref('sa') }}
{%- endsnapshot %}
