{#
  In how many rows a new column has a value, and in how many of these each older one has: none means that the new one has taken
  its place, as in newer files of a folder. One row: filled, filled_1, filled_2 …
#}
{% macro sluice_filled_beside(relation, added, candidates) %}
  {{- return(adapter.dispatch('sluice_filled_beside', 'sluice')(relation, added, candidates)) -}}
{% endmacro %}

{% macro default__sluice_filled_beside(relation, added, candidates) %}
select
  count(*) as filled
  {%- for candidate in candidates %}
  , count({{ adapter.quote(candidate) }}) as filled_{{ loop.index }}
  {%- endfor %}
from {{ relation }}
where {{ adapter.quote(added) }} is not null
{% endmacro %}
