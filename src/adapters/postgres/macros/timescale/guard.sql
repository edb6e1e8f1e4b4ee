{#
  Whatever replaces a table by another drops the old one with all that depends on it. Of continuous aggregates nobody
  would hear: they hold rows that their source may no longer have. So a table they read is not replaced.
#}
{% macro postgres__plan_replacement(target_relation, existing_relation) %}
  {%- if existing_relation is not none and (existing_relation.is_table or existing_relation.is_materialized_view) and timescale_schema() -%}
    {%- do timescale_guard_replacement(existing_relation) -%}
  {%- endif -%}
  {%- do postgres__put_keys_aside(existing_relation) -%}
  {{ return(default__plan_replacement(target_relation, existing_relation)) }}
{% endmacro %}

{% macro timescale_guard_replacement(relation) %}
  {%- if relation.is_materialized_view -%}
    {%- set readers = timescale_aggregates_on(relation) | map(attribute='view_name') | join(', ') -%}
    {%- if readers -%}
      {%- do adapter.timescale_refuse(
        model,
        relation ~ ' is a continuous aggregate; replacing it would drop those on it: ' ~ readers,
        'set materialized to continuous_aggregate, or drop them in a pre-hook',
        'materialized',
      ) -%}
    {%- endif -%}
    {{ return('') }}
  {%- endif -%}
  {%- set readers = timescale_readers(relation) -%}
  {%- if readers -%}
    {%- do adapter.timescale_refuse(
      model,
      relation ~ ' is a hypertable; replacing it would drop its continuous aggregates: ' ~ readers,
      "set materialized to hypertable (or hypertable on an incremental model), which builds it in place; or drop them in a pre-hook",
      'materialized',
    ) -%}
  {%- endif -%}
{% endmacro %}


{# The continuous aggregates of a hypertable, as one text. #}
{% macro timescale_readers(relation) %}
  {%- set sql -%}
    select view_schema || '.' || view_name as name
    from timescaledb_information.continuous_aggregates
    where hypertable_schema = {{ postgres_text(relation.schema) }} and hypertable_name = {{ postgres_text(relation.identifier) }}
    order by 1
  {%- endset -%}
  {{ return(timescale_rows(sql) | map(attribute='name') | join(', ')) }}
{% endmacro %}


{# A column that a continuous aggregate reads can neither go nor change its type. #}
{% macro timescale_guard_columns(source_relation, target_relation, on_schema_change) %}
  {%- if on_schema_change != 'sync_all_columns' or adapter.timescale_extension(model).assumed -%}
    {{ return('') }}
  {%- endif -%}
  {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
  {%- set names = changes['target_not_in_source'] | map(attribute='name') | list + changes['new_target_types'] | map(attribute='column_name') | list -%}
  {%- for name in names -%}
    {%- for row in run_query(postgres__views_reading_column_sql(target_relation, name)) if row[0] == '_timescaledb_internal' -%}
      {%- do adapter.timescale_refuse(
        model,
        'the query no longer gives column ' ~ name ~ ' as it was, and continuous aggregates of ' ~ target_relation ~ ' may read it: ' ~ timescale_readers(target_relation),
        'keep the column, or drop those that read it in a pre-hook; this run or the next makes them anew',
      ) -%}
    {%- endfor -%}
  {%- endfor -%}
{% endmacro %}
