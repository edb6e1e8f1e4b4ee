{#
  SHOW needs no running warehouse, but gives 10,000 rows at most: asked page by page, `from` the last name seen.
  Answers a list of rows whose columns are in lower case, as QUOTED_IDENTIFIERS_IGNORE_CASE would not leave them.
#}
{% macro snowflake__show_all(what, page_size=10000, page_limit=10000) %}
  {%- set rows = [] -%}
  {%- set place = namespace(sql=what ~ ' limit ' ~ page_size) -%}
  {%- for _ in range(page_limit) -%}
    {%- set page = snowflake__show(place.sql) -%}
    {%- do rows.extend(page.rows) -%}
    {%- if page | length < page_size -%}
      {{ return(rows) }}
    {%- endif -%}
    {%- set place.sql = what ~ ' limit ' ~ page_size ~ ' from ' ~ snowflake__text_literal(rows[-1]['name']) -%}
  {%- endfor -%}
  {%- do exceptions.warn(
    '`' ~ what ~ '` has more than ' ~ (page_size * page_limit)
    ~ ' rows, the rest is not seen: raise the flag list_relations_page_limit in dbt_project.yml'
  ) -%}
  {{ return(rows) }}
{% endmacro %}


{% macro snowflake__show(sql) %}
  {%- set table = run_query(sql) -%}
  {{ return(table.rename(column_names=table.column_names | map('lower') | list)) }}
{% endmacro %}


{# Text between single quotes, where a backslash escapes. #}
{% macro snowflake__text_literal(text) %}
  {{ return("'" ~ (text | string | replace('\\', '\\\\') | replace("'", "''")) ~ "'") }}
{% endmacro %}


{# The row of exactly this relation: LIKE is a pattern in which case does not count. #}
{% macro snowflake__show_one(kind, relation) %}
  {%- set schema = relation.include(identifier=False) -%}
  {%- for row in snowflake__show('show ' ~ kind ~ ' like ' ~ snowflake__text_literal(relation.identifier) ~ ' in schema ' ~ schema) -%}
    {%- if row['name'] == relation.identifier or (row['name'] == relation.identifier | upper and not relation.quote_policy.identifier) -%}
      {{ return(row) }}
    {%- endif -%}
  {%- endfor -%}
  {{ return(none) }}
{% endmacro %}
