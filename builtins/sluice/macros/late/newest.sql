{# Columns that hold days or moments, as mappings with name and quoted name; none where there is no such table. #}
{% macro sluice_time_columns(relation, named=true) %}
  {%- if named -%}
    {%- if load_relation(relation) is none -%}
      {{- return(none) -}}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(relation) -%}
  {%- else -%}
    {#- A source that is read from files has no name in the warehouse. -#}
    {%- set columns = get_column_schema_from_query('select * from ' ~ relation) -%}
  {%- endif -%}
  {%- set found = [] -%}
  {%- for column in columns -%}
    {%- set type = column.dtype | lower -%}
    {%- if (type.startswith('timestamp') or type.startswith('date')) and '[' not in type -%}
      {%- do found.append({'name': column.name, 'sql': adapter.quote(column.name)}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{- return({'times': found, 'all': columns | map(attribute='name') | list}) -}}
{% endmacro %}


{# One row: the greatest value of each expression. #}
{% macro sluice_newest(relation, expressions, filter=none) %}
  {{- return(adapter.dispatch('sluice_newest', 'sluice')(relation, expressions, filter)) -}}
{% endmacro %}

{% macro default__sluice_newest(relation, expressions, filter) %}
  {%- set asked -%}
    select
      {% for expression in expressions -%}
      max({{ expression }}) as newest_{{ loop.index }}{{ ',' if not loop.last }}
      {% endfor %}
    from {{ relation }}
    {%- if filter %}
    where {{ filter }}
    {%- endif %}
  {%- endset -%}
  {{- return(run_query(asked)) -}}
{% endmacro %}


{# A row for each day since `since` (a literal): the first and the last moment at which rows came, and in how many minutes they did. #}
{% macro sluice_arrivals(relation, expression, since) %}
  {{- return(adapter.dispatch('sluice_arrivals', 'sluice')(relation, expression, since)) -}}
{% endmacro %}

{% macro default__sluice_arrivals(relation, expression, since) %}
  {%- set asked -%}
    select
      cast({{ expression }} as date) as arrived_on,
      min({{ expression }}) as first_arrival,
      max({{ expression }}) as last_arrival,
      count(distinct date_trunc('minute', {{ expression }})) as arrivals
    from {{ relation }}
    where {{ expression }} >= cast({{ sluice.sluice_literal(since) }} as timestamp)
    group by 1
    order by 1
  {%- endset -%}
  {{- return(run_query(asked)) -}}
{% endmacro %}
