{{ config(
    alias='m_one', grants={'+select': ['b'], 'insert': 'c'}, tags='one', meta={'a': [1, 2.0, none]},
    unique_key=['a','b'], post_hook=[{'sql': 'x', 'transaction': false}, 'y'], materialized='incremental', incremental_strategy='append', on_schema_change='fail')
}}
{{ config(tags=['two'], meta={'b': 1}, grants={'select': ['z']}) }}
-- {{ config.get('x') }}
select * from {{ wrap('s1') }} {% if execute %} {{ ref('never') }} {% endif %}
{% for i in range(2) %} union all select * from {{ ref('pkg','p1') }} where {{ i }} {% endfor %}
{# {{ ref('comment') }} #}
{% raw %}{{ ref('raw') }}{% endraw %}
