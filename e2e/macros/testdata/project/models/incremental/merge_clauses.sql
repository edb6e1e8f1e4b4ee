{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id', merge_clauses={
    'when_matched': [
      {'action': 'delete', 'condition': 'DBT_INTERNAL_SOURCE.id = 2'},
      {'action': 'update', 'mode': 'star', 'condition': ['DBT_INTERNAL_SOURCE.id > 1', 'true']}
    ],
    'when_not_matched': [
      {'action': 'insert', 'mode': 'explicit', 'insert': {'columns': ['id', 'name'], 'values': ['DBT_INTERNAL_SOURCE.id', "'new'"]}},
      {'action': 'update', 'by': 'source', 'condition': 'DBT_INTERNAL_DEST.id = 1', 'set_expressions': {'amount': '99'}}
    ]
  }) }}
select id, name || '{{ var('day') }}' as name, amount
from {{ ref('people') }}
{% if is_incremental() %}where id > 1{% endif %}
