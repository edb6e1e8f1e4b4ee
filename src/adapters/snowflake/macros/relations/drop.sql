{% macro snowflake__get_drop_sql(relation) %}
  {%- if relation.is_dynamic_table -%}
    drop dynamic table if exists {{ relation.render() }}
  {%- elif relation.is_function -%}
    drop function if exists {{ relation.render() }}({{ model.arguments | map(attribute='data_type') | join(', ') }})
  {%- else -%}
    {{ default__get_drop_sql(relation) }}
  {%- endif -%}
{% endmacro %}

{# CASCADE means foreign keys of tables; a view has none. #}
{% macro snowflake__drop_view(relation) -%}
  drop view if exists {{ relation.render() }}
{%- endmacro %}

{% macro snowflake__drop_materialized_view(relation) -%}
  drop materialized view if exists {{ relation.render() }}
{%- endmacro %}


{% macro snowflake__truncate_relation(relation) -%}
  {%- call statement('truncate_relation') -%}
    {{ snowflake_dml_explicit_transaction('truncate table ' ~ relation.render()) }}
  {%- endcall -%}
{% endmacro %}
