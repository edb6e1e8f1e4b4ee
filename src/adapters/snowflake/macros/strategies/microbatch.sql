{# One batch of time is replaced: what the target has of it goes, what the query gives of it comes. #}
{% macro snowflake__get_incremental_microbatch_sql(arg_dict) %}
  {%- set batch = model.get('batch') or {} -%}
  {%- set event_time = config.get('event_time') -%}
  {%- set old_rows = [] -%}
  {%- if batch.get('event_time_start') -%}
    {%- do old_rows.append('DBT_INTERNAL_TARGET.' ~ event_time ~ " >= to_timestamp_tz('" ~ batch.get('event_time_start') ~ "')") -%}
  {%- endif -%}
  {%- if batch.get('event_time_end') -%}
    {%- do old_rows.append('DBT_INTERNAL_TARGET.' ~ event_time ~ " < to_timestamp_tz('" ~ batch.get('event_time_end') ~ "')") -%}
  {%- endif -%}
  {%- if not (event_time and old_rows) -%}
    {%- do exceptions.raise_compiler_error('microbatch needs the config event_time, and a run that sets the batch: its start or its end') -%}
  {%- endif -%}
  {%- set dml -%}
    delete from {{ arg_dict['target_relation'] }} as DBT_INTERNAL_TARGET
    where {{ (old_rows + (arg_dict.get('incremental_predicates') or [])) | join(' and ') }};
    {{ get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }}
  {%- endset -%}
  {{ return(snowflake_dml_explicit_transaction(dml)) }}
{% endmacro %}
