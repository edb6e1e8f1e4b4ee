{# Names of the columns a snapshot adds. #}
{% macro get_snapshot_table_column_names() %}
  {%- set names = {} -%}
  {%- for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] -%}
    {%- do names.update({name: name}) -%}
  {%- endfor -%}
  {{ return(names) }}
{% endmacro %}

{# The same as `snapshot_meta_column_names` changes them. #}
{% macro snapshot_columns() %}
  {%- set names = config.get('snapshot_table_column_names') -%}
  {%- if not names -%}
    {%- set names = get_snapshot_table_column_names() -%}
    {%- for name, own in (config.get('snapshot_meta_column_names') or {}).items() if own -%}
      {%- do names.update({name: own}) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(names) }}
{% endmacro %}


{# End of a version that is still open: null, or what dbt_valid_to_current says, in the type of the row's own time. #}
{% macro get_dbt_valid_to_current(strategy, columns) %}
  coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }}
{% endmacro %}

{# Condition that picks the open versions. Tables older than dbt_valid_to_current have nulls. #}
{% macro snapshot_version_is_open(valid_to) %}
  {%- set end = config.get('dbt_valid_to_current') -%}
  {%- if not end -%}
    {{ return(valid_to ~ ' is null') }}
  {%- endif -%}
  {{ return('(' ~ (equals(valid_to, end | trim) | trim) ~ ' or ' ~ valid_to ~ ' is null)') }}
{% endmacro %}


{# A key of one column is compared as dbt_unique_key, one of several as dbt_unique_key_1, _2, … #}
{% macro unique_key_fields(unique_key) %}
  {%- if unique_key | is_list -%}
    {%- for key in unique_key -%}
      {{ key }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}
    {%- endfor -%}
  {%- else -%}
    {{ unique_key }} as dbt_unique_key
  {%- endif -%}
{% endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) %}
  {%- if unique_key | is_list -%}
    {%- for key in unique_key -%}
      {%- set name = '.dbt_unique_key_' ~ loop.index -%}
      {{ equals(identifier ~ name, from_identifier ~ name) | trim }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
  {%- else -%}
    {{ identifier }}.dbt_unique_key = {{ from_identifier }}.dbt_unique_key
  {%- endif -%}
{% endmacro %}

{% macro unique_key_is_null(unique_key, identifier) %}
  {{- identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is null
{%- endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) %}
  {{- identifier }}.dbt_unique_key{{ '_1' if unique_key | is_list }} is not null
{%- endmacro %}
