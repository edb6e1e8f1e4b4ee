{# The columns of a relation, or of any text that can stand after `from`: a query that gives name and type, in order. #}
{% macro sluice_columns_of(relation) %}
  {{- return(adapter.dispatch('sluice_columns_of', 'sluice')(relation)) -}}
{% endmacro %}

{% macro default__sluice_columns_of(relation) %}
select column_name as column_name, data_type as data_type
from {{ adapter.quote(relation.database) ~ '.' if relation.database else '' }}information_schema.columns
where lower(table_schema) = lower({{ sluice_literal(relation.schema) }})
  and lower(table_name) = lower({{ sluice_literal(relation.identifier) }})
order by ordinal_position
{% endmacro %}

{% macro duckdb__sluice_columns_of(relation) %}
select column_name, column_type as data_type from (describe select * from {{ relation }})
{% endmacro %}

{% macro postgres__sluice_columns_of(relation) %}
select attname::text as column_name, format_type(atttypid, atttypmod) as data_type
from pg_catalog.pg_attribute
where attrelid = to_regclass({{ sluice_literal(relation.include(database=false) | string) }}) and attnum > 0 and not attisdropped
order by attnum
{% endmacro %}
