{# Views that read a relation would forbid dropping it: they go with it. #}
{% macro postgres__drop_table(relation) -%}
  drop table if exists {{ relation }} cascade
{%- endmacro %}

{% macro postgres__drop_view(relation) -%}
  drop view if exists {{ relation }} cascade
{%- endmacro %}

{% macro postgres__drop_materialized_view(relation) -%}
  drop materialized view if exists {{ relation }} cascade
{%- endmacro %}

{# `external` is what foreign tables are listed as. #}
{%- macro postgres__get_drop_sql(relation) -%}
  {%- if relation.type == 'external' -%}
    drop foreign table if exists {{ relation }} cascade
  {%- else -%}
    {{ default__get_drop_sql(relation) }}
  {%- endif -%}
{%- endmacro -%}
