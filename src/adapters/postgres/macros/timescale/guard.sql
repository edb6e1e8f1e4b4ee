{#
  Whatever replaces a table by another drops the old one with all that depends on it. Of continuous aggregates nobody
  would hear: they hold rows that their source may no longer have. So a table they read is not replaced.
#}
{% macro postgres__plan_replacement(target_relation, existing_relation) %}
  {%- if existing_relation is not none and existing_relation.is_table and timescale_schema() -%}
    {%- do timescale_guard_replacement(existing_relation) -%}
  {%- endif -%}
  {%- do postgres__put_keys_aside(existing_relation) -%}
  {{ return(default__plan_replacement(target_relation, existing_relation)) }}
{% endmacro %}

{% macro timescale_guard_replacement(relation) %}
  {%- set sql -%}
    select view_schema || '.' || view_name as name
    from timescaledb_information.continuous_aggregates
    where hypertable_schema = {{ postgres_text(relation.schema) }} and hypertable_name = {{ postgres_text(relation.identifier) }}
    order by 1
  {%- endset -%}
  {%- set readers = timescale_rows(sql) | map(attribute='name') | join(', ') -%}
  {%- if readers -%}
    {%- do adapter.timescale_refuse(
      model,
      relation ~ ' is a hypertable; replacing it would drop its continuous aggregates: ' ~ readers,
      "set materialized to hypertable (or hypertable on an incremental model), which builds it in place; or drop them in a pre-hook",
      'materialized',
    ) -%}
  {%- endif -%}
{% endmacro %}
