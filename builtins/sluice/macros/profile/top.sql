{#
  The most frequent values of several columns in one query, which reads the relation once: g says by the bits of grouping() which
  column a row is of, v<i> is its value as text, n how often it is there.
#}
{% macro sluice_profile_top(relation, columns, sample, most) %}
{%- set names = [] -%}
{%- for column in columns -%}{%- do names.append(column['sql']) -%}{%- endfor -%}
select * from (
  select
    {%- for column in columns %} {{ sluice_readable(column['sql'], column['family'], column['type']) }} as v{{ loop.index0 }},{% endfor %}
    grouping({{ names | join(', ') }}) as g, count(*) as n,
    row_number() over (partition by grouping({{ names | join(', ') }}) order by count(*) desc) as place
  from {{ sluice_profile_rows(relation, sample) }}
  group by grouping sets ({% for name in names %}({{ name }}){{ ', ' if not loop.last }}{% endfor %})
) as counted
where place <= {{ most }}
order by g, n desc
{% endmacro %}
