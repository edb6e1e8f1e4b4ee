{#
  Two relations of different warehouses: both make the same checksums, of segments by the first letters of md5 of the key, and
  only what differs is fetched. A side as in segments.sql.
#}
{% macro sluice_diff_key_digest(side) %}
  {{- return('md5(' ~ sluice_row_text(side['keys']) ~ ')') -}}
{% endmacro %}

{# 60 bits of md5 as a whole number. #}
{% macro sluice_diff_number(digest) %}
  {{- return(adapter.dispatch('sluice_diff_number', 'sluice')(digest)) -}}
{% endmacro %}

{% macro default__sluice_diff_number(digest) %}
  {{- return("to_number(substr(" ~ digest ~ ", 1, 15), 'XXXXXXXXXXXXXXX')") -}}
{% endmacro %}

{% macro duckdb__sluice_diff_number(digest) %}
  {{- return("('0x' || substr(" ~ digest ~ ", 1, 15))::bigint") -}}
{% endmacro %}

{% macro postgres__sluice_diff_number(digest) %}
  {{- return("('x' || substr(" ~ digest ~ ", 1, 15))::bit(60)::bigint") -}}
{% endmacro %}

{# Segment, rows, checksum. `within`: only inside these segments, of so many letters; none for all. #}
{% macro sluice_diff_checksums(side, letters, within, within_letters) %}
select segment, count(*) as n, cast(sum({{ sluice_diff_number('digest') }}) as {{ dbt.type_string() }}) as checksum
from (
  select substr({{ sluice_diff_key_digest(side) }}, 1, {{ letters }}) as segment,
    md5({{ sluice_row_text(side['keys'] + side['columns']) }}) as digest
  from {{ side['relation'] }}
  {% if side['where'] %}where {{ side['where'] }}{% endif %}
) as digests
{%- if within is not none %}
where substr(segment, 1, {{ within_letters }}) in ({% for each in within %}'{{ each }}'{{ ', ' if not loop.last }}{% endfor %})
{%- endif %}
group by segment
{% endmacro %}

{# The rows of some segments as texts: keys, then columns. #}
{% macro sluice_diff_fetch(side, letters, within) %}
select
  {%- for field in side['keys'] + side['columns'] %} {{ sluice_readable(field['sql'], field['family'], field['type']) }} as f{{ loop.index0 }}{{ ',' if not loop.last }}{% endfor %}
from {{ side['relation'] }}
where {{ '(' ~ side['where'] ~ ')' if side['where'] else '1 = 1' }}
  and substr({{ sluice_diff_key_digest(side) }}, 1, {{ letters }}) in ({% for each in within %}'{{ each }}'{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}
