{#
  Two relations of one warehouse, cut into segments by a hash of the key. A side is {relation, where, keys, columns}; keys and
  columns are fields {sql, family, type, native}, those of both sides in the same order. Where a field is not native, the two
  sides have it in different types, and its text is compared.
#}
{% macro sluice_diff_value(field) %}
  {{- return(field['sql'] if field['native'] else sluice_canonical(field['sql'], field['family'], field['type'])) -}}
{% endmacro %}

{# 64 bits of some fields, nulls included. #}
{% macro sluice_diff_hash(fields) %}
  {{- return(adapter.dispatch('sluice_diff_hash', 'sluice')(fields)) -}}
{% endmacro %}

{% macro default__sluice_diff_hash(fields) %}
  {%- set values = [] -%}
  {%- for field in fields -%}{%- do values.append(sluice_diff_value(field)) -%}{%- endfor -%}
  {{- return('hash(' ~ values | join(', ') ~ ')') -}}
{% endmacro %}

{# Equal numbers may be written in different ways: 1.0 and 1.00, 0 and -0. #}
{% macro postgres__sluice_diff_hash(fields) %}
  {%- set values = [] -%}
  {%- for field in fields -%}
    {%- set value = sluice_diff_value(field) -%}
    {%- if field['native'] and field['type'].startswith('numeric') -%}{%- set value = 'trim_scale(' ~ value ~ ')' -%}{%- endif -%}
    {%- if field['native'] and field['family'] == 'float' -%}{%- set value = '(' ~ value ~ ' + 0)' -%}{%- endif -%}
    {%- do values.append(value) -%}
  {%- endfor -%}
  {{- return('hashtextextended(row(' ~ values | join(', ') ~ ')::text, 0)') -}}
{% endmacro %}

{# Something to add up, of which the sum tells sets of rows apart. #}
{% macro sluice_diff_summand(hash) %}
  {{- return(adapter.dispatch('sluice_diff_summand', 'sluice')(hash)) -}}
{% endmacro %}

{% macro default__sluice_diff_summand(hash) %}
  {{- return(hash) -}}
{% endmacro %}

{# Of 64 bits without a sign 63 fit into a number that is added up fast. #}
{% macro duckdb__sluice_diff_summand(hash) %}
  {{- return('(' ~ hash ~ ' >> 1)::bigint') -}}
{% endmacro %}

{% macro sluice_diff_segment(keys, segments) %}
  {{- return(adapter.dispatch('sluice_diff_segment', 'sluice')(keys, segments)) -}}
{% endmacro %}

{% macro default__sluice_diff_segment(keys, segments) %}
  {{- return('abs(mod(' ~ sluice_diff_hash(keys) ~ ', ' ~ segments ~ '))') -}}
{% endmacro %}

{% macro duckdb__sluice_diff_segment(keys, segments) %}
  {{- return('(' ~ sluice_diff_hash(keys) ~ ' % ' ~ segments ~ ')::integer') -}}
{% endmacro %}

{# The segments in which the two differ, with rows on either side; last, under segment -1, all rows. #}
{% macro sluice_diff_segments(a, b, segments) %}
with a as (
  {{ sluice_diff_sums(a, segments) }}
),
b as (
  {{ sluice_diff_sums(b, segments) }}
),
both_sides as (
  select coalesce(a.segment, b.segment) as segment, coalesce(a.n, 0) as a_rows, coalesce(b.n, 0) as b_rows, a.checksum as a_sum, b.checksum as b_sum
  from a full join b on a.segment = b.segment
)
select segment, a_rows, b_rows from both_sides
where a_sum is null or b_sum is null or a_rows <> b_rows or a_sum <> b_sum
union all
select -1, coalesce(sum(a_rows), 0), coalesce(sum(b_rows), 0) from both_sides
{% endmacro %}

{% macro sluice_diff_sums(side, segments) %}
  select {{ sluice_diff_segment(side['keys'], segments) }} as segment, count(*) as n,
    sum({{ sluice_diff_summand(sluice_diff_hash(side['keys'] + side['columns'])) }}) as checksum
  from {{ side['relation'] }}
  {% if side['where'] %}where {{ side['where'] }}{% endif %}
  group by 1
{% endmacro %}
