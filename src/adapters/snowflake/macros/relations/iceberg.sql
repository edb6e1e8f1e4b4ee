{# Apache Iceberg tables with Snowflake as their catalog: `table_format: iceberg`. #}
{% macro snowflake__is_iceberg() %}
  {%- set catalog = adapter.build_catalog_relation(model) -%}
  {%- set format = (config.get('table_format') or 'default') | lower -%}
  {%- if catalog and catalog.catalog_type == 'ICEBERG_REST' -%}
    {%- do exceptions.raise_compiler_error(
      "The catalog '" ~ catalog.name ~ "' is none of Snowflake's own: databases linked to a catalog are not written to here"
    ) -%}
  {%- elif format not in ['default', 'iceberg'] -%}
    {%- do exceptions.raise_compiler_error("table_format is default or iceberg, not '" ~ format ~ "'") -%}
  {%- endif -%}
  {{ return(format == 'iceberg' or (catalog and catalog.catalog_type == 'BUILT_IN')) }}
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


{# The node's own setting, else that of its catalog. #}
{% macro snowflake__iceberg_setting(name) %}
  {%- set catalog = adapter.build_catalog_relation(model) or {} -%}
  {{ return(config.get(name) if config.get(name) is not none else catalog.get(name)) }}
{% endmacro %}

{# Where the files go. Without a volume it is that of the schema, the database or the account. #}
{% macro snowflake__iceberg_clauses(relation) %}
  {%- set volume = snowflake__iceberg_setting('external_volume') -%}
  {%- set version = snowflake__iceberg_setting('iceberg_version') -%}
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
  {%- set policy = snowflake__iceberg_setting('storage_serialization_policy') -%}
  {%- if policy and policy | upper not in ['COMPATIBLE', 'OPTIMIZED'] -%}
    {%- do exceptions.raise_compiler_error('storage_serialization_policy is COMPATIBLE or OPTIMIZED, not ' ~ policy) -%}
  {%- endif -%}
  {%- set clauses = ['storage_serialization_policy = ' ~ (policy | upper)] if policy else [] -%}
  {%- for name in ['data_retention_time_in_days', 'max_data_extension_time_in_days'] if snowflake__iceberg_setting(name) is not none -%}
    {%- do clauses.append(name ~ ' = ' ~ snowflake__iceberg_setting(name)) -%}
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
