{# True while the model adds to a table that is there already. #}
{% macro is_incremental() %}
  {%- if not execute or model.config.materialized != 'incremental' or should_full_refresh() -%}
    {{ return(False) }}
  {%- endif -%}
  {%- set existing = adapter.get_relation(this.database, this.schema, this.table) -%}
  {{ return(existing is not none and existing.type == 'table') }}
{% endmacro %}
