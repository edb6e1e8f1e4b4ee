{# One batch of time is replaced: what the target has of it goes, what the query gives of it comes. #}
{% macro duckdb__get_incremental_microbatch_sql(arg_dict) -%}
  {%- set event_time = config.get('event_time') -%}
  {%- set batch = model.get('batch') or {} -%}
  {%- if not event_time -%}
    {%- do exceptions.raise_compiler_error("microbatch incremental strategy requires an 'event_time' model config") -%}
  {%- elif config.get('unique_key') -%}
    {%- do exceptions.raise_compiler_error(
      "microbatch replaces whole batches by event_time and takes no unique_key: remove it, or set incremental_strategy to 'merge'"
    ) -%}
  {%- elif not (batch.get('event_time_start') and batch.get('event_time_end')) -%}
    {%- do exceptions.raise_compiler_error("microbatch needs batch.event_time_start and batch.event_time_end, which a run sets for each batch") -%}
  {%- endif -%}
  {%- set within = event_time ~ " >= '" ~ batch.get('event_time_start') ~ "' and " ~ event_time ~ " < '" ~ batch.get('event_time_end') ~ "'" -%}
  {%- set old_rows = [within] -%}
  {%- for predicate in normalize_incremental_predicates(arg_dict.get('incremental_predicates')) -%}
    {%- do old_rows.append('(' ~ predicate ~ ')') -%}
  {%- endfor -%}
  {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
  {%- set sql -%}
    delete from {{ arg_dict['target_relation'] }}
    where {{ old_rows | join(' and ') }};

    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }}
    from {{ arg_dict['temp_relation'] }}
    where {{ within }};
  {%- endset -%}
  {{ return(sql) }}
{%- endmacro %}
