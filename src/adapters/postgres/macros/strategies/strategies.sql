{% macro postgres__get_incremental_default_sql(arg_dict) %}
  {%- if arg_dict['unique_key'] -%}
    {{ return(get_incremental_delete_insert_sql(arg_dict)) }}
  {%- endif -%}
  {{ return(get_incremental_append_sql(arg_dict)) }}
{% endmacro %}


{% macro postgres__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- do adapter.require_merge() -%}
  {{ default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}


{# Two runs at once would each miss the rows that the other adds, and both sets would stay: the second waits for the first. #}
{% macro postgres__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key -%}
lock table {{ target }} in share row exclusive mode;

{% endif -%}
{{ default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}


{# With a key the batch's rows are merged; without one what the target has of the batch's time is replaced. #}
{% macro postgres__get_incremental_microbatch_sql(arg_dict) -%}
  {%- if arg_dict['unique_key'] -%}
    {{ return(adapter.dispatch('get_incremental_merge_sql', 'dbt')(arg_dict)) }}
  {%- endif -%}
  {%- set event_time = config.get('event_time') -%}
  {%- set batch = model.get('batch') or {} -%}
  {%- if not (event_time and batch.get('event_time_start') and batch.get('event_time_end')) -%}
    {%- do exceptions.raise_compiler_error(
      "dbt-postgres 'microbatch' requires a `unique_key` config, or an `event_time` and a batch, which a run sets"
    ) -%}
  {%- endif -%}
  {%- set old_rows = [
    event_time ~ " >= '" ~ batch.get('event_time_start') ~ "'",
    event_time ~ " < '" ~ batch.get('event_time_end') ~ "'",
  ] -%}
  {%- set sql -%}
    delete from {{ arg_dict['target_relation'] }} as DBT_INTERNAL_DEST
    where {{ (old_rows + (arg_dict.get('incremental_predicates') or [])) | join(' and ') }};
    {{ get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }};
  {%- endset -%}
  {{ return(sql) }}
{%- endmacro %}
