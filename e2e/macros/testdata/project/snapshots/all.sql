{% snapshot by_time %}
{{ config(strategy='timestamp', unique_key='id', updated_at='changed_at') }}
select id, name, '2024-01-01'::timestamp + to_days({{ var('day') }}) as changed_at from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_time_invalidated %}
{{ config(strategy='timestamp', unique_key='id', updated_at='changed_at', hard_deletes='invalidate') }}
select id, name, '2024-01-01'::timestamp + to_days({{ var('day') }}) as changed_at from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_time_new_record %}
{{ config(strategy='timestamp', unique_key='id', updated_at='changed_at', hard_deletes='new_record') }}
select id, name, '2024-01-01'::timestamp + to_days({{ var('day') }}) as changed_at from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_check %}
{{ config(strategy='check', unique_key='id', check_cols=['name', 'amount']) }}
select id, amount, case when id = {{ var('changed') }} then null else name end as name from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_check_all %}
{{ config(strategy='check', unique_key=['id', 'joined'], check_cols='all', updated_at='moment', hard_deletes='invalidate') }}
select id, joined, case when id = {{ var('changed') }} then 'other' else name end as name {% if var('wide') %}, 7 as added{% endif %},
  '2024-01-01'::timestamp + to_days({{ var('day') }}) as moment
from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}

{% snapshot by_check_open_end %}
{{ config(strategy='check', unique_key=['id', 'joined'], check_cols=['name'], hard_deletes='new_record', dbt_valid_to_current="'9999-12-31'::timestamp",
   snapshot_meta_column_names={'dbt_valid_from': 'since', 'dbt_valid_to': 'until', 'dbt_is_deleted': 'dropped'}) }}
select id, joined, case when id = {{ var('changed') }} then 'other' else name end as name {% if var('wide') %}, 7 as added{% endif %}
from {{ ref('people') }} where id <> {{ var('gone') }}
{% endsnapshot %}
