{# The first column is the name, as of every adapter's list. #}
{% macro snowflake__list_schemas(database) -%}
  {%- set names = [] -%}
  {%- for row in snowflake__show_all('show terse schemas in database ' ~ snowflake__database_name(database)) -%}
    {%- do names.append([row['name']]) -%}
  {%- endfor -%}
  {{ return(names) }}
{% endmacro %}

{% macro snowflake__check_schema_exists(information_schema, schema) -%}
  {%- set found = [] -%}
  {%- set database = snowflake__database_name(information_schema.database) -%}
  {%- for row in snowflake__show('show terse schemas like ' ~ snowflake__text_literal(schema) ~ ' in database ' ~ database) -%}
    {%- if row['name'] | upper == schema | upper -%}
      {%- do found.append(row['name']) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return([[found | length]]) }}
{%- endmacro %}

{% macro snowflake__database_name(database) %}
  {{ return(database if database.startswith('"') else adapter.quote_as_configured(database, 'database')) }}
{% endmacro %}
