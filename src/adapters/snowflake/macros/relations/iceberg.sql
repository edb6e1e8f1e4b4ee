{# Apache Iceberg tables with Snowflake as their catalog: `table_format: iceberg`. #}
{% macro snowflake__is_iceberg() %}
  {%- set catalog = config.get('catalog_name') or config.get('catalog') -%}
  {%- set format = (config.get('table_format') or 'default') | lower -%}
  {%- if catalog and catalog | upper not in ['SNOWFLAKE', 'INFO_SCHEMA'] -%}
    {%- do exceptions.raise_compiler_error(
      "The catalog '" ~ catalog ~ "' is none of Snowflake's own: set catalog_name to snowflake, or table_format to iceberg"
    ) -%}
  {%- elif format not in ['default', 'iceberg'] -%}
    {%- do exceptions.raise_compiler_error("table_format is default or iceberg, not '" ~ format ~ "'") -%}
  {%- endif -%}
  {{ return(format == 'iceberg' or (catalog or '') | upper == 'SNOWFLAKE') }}
{% endmacro %}

{% macro snowflake__table_format() %}
  {{ return('iceberg' if snowflake__is_iceberg() else 'default') }}
{% endmacro %}


{% macro snowflake__create_table_built_in_sql(relation, compiled_code) -%}
  {%- set keys = config.get('partition_by') or [] -%}
  {%- set partition = keys if keys is string else keys | join(', ') -%}
  {%- set clauses = ['partition by (' ~ partition ~ ')'] if partition else [] -%}
  {%- set clauses = clauses + snowflake__iceberg_clauses(relation) + snowflake__iceberg_storage() -%}
  {%- set tracking = snowflake__change_tracking() -%}
  {%- if tracking == 'change_tracking = false' -%}
    {%- do exceptions.warn('An Iceberg table tracks changes always: change_tracking: false of ' ~ relation.render() ~ ' is left out') -%}
  {%- endif -%}
  {%- set common = snowflake__table_clauses() | reject('equalto', 'change_tracking = false') | list -%}
  {{ snowflake__create_table_of('iceberg table', relation, snowflake__clustered(compiled_code), clauses + common) }}
  {{ snowflake__cluster_statements('alter iceberg table', relation) }}
{%- endmacro %}


{# Where the files go. Without a volume it is that of the schema, the database or the account. #}
{% macro snowflake__iceberg_clauses(relation) %}
  {%- set volume = config.get('external_volume') -%}
  {%- set version = config.get('iceberg_version') -%}
  {%- set location = [config.get('base_location_root') or '_dbt', relation.schema, relation.identifier, config.get('base_location_subpath')] -%}
  {%- set clauses = [
    'external_volume = ' ~ snowflake__text_literal(volume) if volume else '',
    "catalog = 'SNOWFLAKE'",
    'base_location = ' ~ snowflake__text_literal(location | select | join('/')),
    'iceberg_version = ' ~ version if version else '',
  ] -%}
  {{ return(clauses | select | list) }}
{% endmacro %}

{% macro snowflake__iceberg_storage() %}
  {%- set policy = config.get('storage_serialization_policy') -%}
  {%- if policy and policy | upper not in ['COMPATIBLE', 'OPTIMIZED'] -%}
    {%- do exceptions.raise_compiler_error('storage_serialization_policy is COMPATIBLE or OPTIMIZED, not ' ~ policy) -%}
  {%- endif -%}
  {%- set clauses = ['storage_serialization_policy = ' ~ (policy | upper)] if policy else [] -%}
  {%- for name in ['data_retention_time_in_days', 'max_data_extension_time_in_days'] if config.get(name) is not none -%}
    {%- do clauses.append(name ~ ' = ' ~ config.get(name)) -%}
  {%- endfor -%}
  {{ return(clauses) }}
{% endmacro %}


{# Nothing but a table of the same format can be replaced in place. #}
{% macro snowflake__needs_to_drop(existing_relation, target_relation) %}
  {%- if existing_relation is none -%}
    {{ return(false) }}
  {%- endif -%}
  {{ return(not existing_relation.is_table or existing_relation.table_format != target_relation.table_format) }}
{% endmacro %}
