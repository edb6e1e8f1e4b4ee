{% snapshot by_time %}
{{ config(strategy='timestamp', unique_key='id', updated_at='at', indexes=[{'columns': ['id']}]) }}
select id, name || {{ 'day' if false else "''" }} as name, '2024-01-01'::timestamp + interval '1 day' * (case when id = {{ var('changed') }} then {{ var('day') }} else 0 end) as at
from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_check %}
{{ config(strategy='check', unique_key='id', check_cols=['name'], hard_deletes='invalidate', grants={'select': ['sluice_reader']}) }}
select id, name || (case when id = {{ var('changed') }} then '!' else '' end) as name {{ ', 1 as added' if var('wide') }}
from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot with_records %}
{{ config(strategy='check', unique_key=['id', 'name'], check_cols='all', hard_deletes='new_record', dbt_valid_to_current="'9999-12-31'::timestamp",
  snapshot_meta_column_names={'dbt_valid_from': 'von', 'dbt_valid_to': 'bis', 'dbt_scd_id': 'kennung', 'dbt_updated_at': 'stand', 'dbt_is_deleted': 'weg'}) }}
select id, name, case when id = {{ var('changed') }} then 2 else 1 end as version from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}
