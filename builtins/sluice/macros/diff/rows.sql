{# Tables of this session with what is in differing segments: the rows of each side, keys that differ, rows that changed. #}
{% macro sluice_diff_temporary(name, sql) %}
create temporary table {{ name }} as
{{ sql }}
{% endmacro %}

{# `only`: the segments, or none for all. #}
{% macro sluice_diff_candidates(side, segments, only) %}
select
  {%- for field in side['keys'] %} {{ sluice_diff_value(field) }} as k{{ loop.index0 }},{% endfor %}
  {%- for field in side['columns'] %} {{ sluice_diff_value(field) }} as c{{ loop.index0 }},{% endfor %}
  {{ sluice_diff_hash(side['keys']) }} as key_hash,
  {{ sluice_diff_hash(side['keys'] + side['columns']) }} as row_hash
from {{ side['relation'] }}
where {{ '(' ~ side['where'] ~ ')' if side['where'] else '1 = 1' }}
{%- if only is not none %}
  and {{ sluice_diff_segment(side['keys'], segments) }} in ({{ only | join(', ') }})
{%- endif %}
{% endmacro %}

{# One row for each key whose rows are not the same on both sides. #}
{% macro sluice_diff_keys(a, b, keys) %}
{%- set names = [] -%}
{%- for index in range(keys) -%}{%- do names.append('k' ~ index) -%}{%- endfor -%}
{%- set names = names | join(', ') -%}
select key_hash, {{ names }}, sum(a_rows) as a_rows, sum(b_rows) as b_rows
from (
  select key_hash, {{ names }}, 1 as a_rows, 0 as b_rows, {{ sluice_diff_summand('row_hash') }} as a_sum, 0 as b_sum from {{ a }}
  union all
  select key_hash, {{ names }}, 0 as a_rows, 1 as b_rows, 0 as a_sum, {{ sluice_diff_summand('row_hash') }} as b_sum from {{ b }}
) as both_sides
group by key_hash, {{ names }}
having sum(a_rows) <> sum(b_rows) or sum(a_sum) <> sum(b_sum)
{% endmacro %}

{# Rows of keys that stand once on each side, side by side, where a column differs; d0, d1, … say which. #}
{% macro sluice_diff_changed(differing, a, b, keys, columns, tolerance) %}
select * from (
  select
    {%- for index in range(keys) %} d.k{{ index }},{% endfor %}
    {%- for field in columns %}
    a.c{{ loop.index0 }} as a{{ loop.index0 }}, b.c{{ loop.index0 }} as b{{ loop.index0 }},
    {{ sluice_diff_differs('a.c' ~ loop.index0, 'b.c' ~ loop.index0, field, tolerance) }} as d{{ loop.index0 }},
    {%- endfor %}
    1 as n
  from {{ differing }} as d
  join {{ a }} as a on {{ sluice_diff_same_key('d', 'a', keys) }}
  join {{ b }} as b on {{ sluice_diff_same_key('d', 'b', keys) }}
  where d.a_rows = 1 and d.b_rows = 1
) as changed
where {% for field in columns %}{{ 'or ' if not loop.first }}d{{ loop.index0 }} {% endfor %}
{% endmacro %}

{# By the hash, which joins fast; the keys themselves, nulls included, decide. #}
{% macro sluice_diff_same_key(left, right, keys) %}
  {{- left }}.key_hash = {{ right }}.key_hash
  {%- for index in range(keys) %} and {{ left }}.k{{ index }} is not distinct from {{ right }}.k{{ index }}{% endfor %}
{% endmacro %}

{# `tolerance`: none, or {by: absolute or share, value}. #}
{% macro sluice_diff_differs(a, b, field, tolerance) %}
  {%- set distinct = a ~ ' is distinct from ' ~ b -%}
  {%- if tolerance is none or field['family'] not in ('number', 'float') or not field['native'] -%}
    {{- return('(' ~ distinct ~ ')') -}}
  {%- endif -%}
  {%- set size = 'abs(' ~ sluice_diff_gap(a, b, field) ~ ')' -%}
  {%- set most = tolerance['value'] if tolerance['by'] == 'absolute' else tolerance['value'] ~ ' * greatest(abs(' ~ a ~ '), abs(' ~ b ~ '))' -%}
  {{- return('(' ~ distinct ~ ' and (' ~ a ~ ' is null or ' ~ b ~ ' is null or ' ~ size ~ ' > ' ~ most ~ '))') -}}
{% endmacro %}

{# b - a, in a type that holds it. #}
{% macro sluice_diff_gap(a, b, field) %}
  {{- return(adapter.dispatch('sluice_diff_gap', 'sluice')(a, b, field)) -}}
{% endmacro %}

{% macro default__sluice_diff_gap(a, b, field) %}
  {{- return('(' ~ b ~ ' - ' ~ a ~ ')') -}}
{% endmacro %}

{% macro duckdb__sluice_diff_gap(a, b, field) %}
  {%- set wide = '::hugeint' if 'int' in field['type'] and 'huge' not in field['type'] else '' -%}
  {{- return('(' ~ b ~ wide ~ ' - ' ~ a ~ wide ~ ')') -}}
{% endmacro %}

{% macro postgres__sluice_diff_gap(a, b, field) %}
  {%- set wide = '::numeric' if 'int' in field['type'] else '' -%}
  {{- return('(' ~ b ~ wide ~ ' - ' ~ a ~ wide ~ ')') -}}
{% endmacro %}

{# Of the whole: keys by what became of them. With no columns a row is its own key, and only what is too much counts. #}
{% macro sluice_diff_kinds(differing, whole) %}
select
{%- if whole %}
  coalesce(sum(case when a_rows > b_rows then a_rows - b_rows else 0 end), 0) as only_a,
  coalesce(sum(case when b_rows > a_rows then b_rows - a_rows else 0 end), 0) as only_b,
  0 as repeated
{%- else %}
  coalesce(sum(case when b_rows = 0 then a_rows else 0 end), 0) as only_a,
  coalesce(sum(case when a_rows = 0 then b_rows else 0 end), 0) as only_b,
  coalesce(sum(case when a_rows > 0 and b_rows > 0 and a_rows + b_rows > 2 then 1 else 0 end), 0) as repeated
{%- endif %}
from {{ differing }}
{% endmacro %}

{# For each column how many rows differ, and of numbers by how much. #}
{% macro sluice_diff_by_column(changed, columns) %}
select count(*) as changed
{%- for field in columns %},
  coalesce(sum(case when d{{ loop.index0 }} then 1 else 0 end), 0) as n{{ loop.index0 }}
  {%- if field['native'] and field['family'] in ('number', 'float') -%}
  {%- set gap = sluice_diff_gap('a' ~ loop.index0, 'b' ~ loop.index0, field) -%}
  , max(case when d{{ loop.index0 }} then abs({{ gap }}) end) as most{{ loop.index0 }}
  , avg(case when d{{ loop.index0 }} then {{ gap }} end) as mean{{ loop.index0 }}
  {%- else -%}
  , null as most{{ loop.index0 }}, null as mean{{ loop.index0 }}
  {%- endif -%}
{%- endfor %}
from {{ changed }}
{% endmacro %}

{# Samples in order of the key; fields are read as text. #}
{% macro sluice_diff_sample(from_table, condition, keys, texts, limit) %}
select
  {%- for field in keys %} {{ sluice_diff_shown('k' ~ loop.index0, field) }} as k{{ loop.index0 }}{{ ', ' if not loop.last or texts }}{% endfor %}
  {%- for text in texts %} {{ text }} as t{{ loop.index0 }}{{ ', ' if not loop.last }}{% endfor %}
from {{ from_table }}
where {{ condition }}
order by {% for field in keys %}{{ from_table }}.k{{ loop.index0 }}{{ ', ' if not loop.last }}{% endfor %}
limit {{ limit }}
{% endmacro %}

{% macro sluice_diff_shown(column, field) %}
  {{- return(sluice_readable(column, field['family'], field['type']) if field['native'] else column) -}}
{% endmacro %}

{% macro sluice_diff_changed_sample(changed, keys, field, index, limit) %}
  {%- set texts = [sluice_diff_shown('a' ~ index, field), sluice_diff_shown('b' ~ index, field)] -%}
  {{- return(sluice_diff_sample(changed, 'd' ~ index, keys, texts, limit)) -}}
{% endmacro %}
