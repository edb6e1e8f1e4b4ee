{# No warehouse shares its materialized views with another: each of these is the adapter's to write. #}
{% macro get_create_materialized_view_as_sql(relation, sql) -%}
  {{- adapter.dispatch('get_create_materialized_view_as_sql', 'dbt')(relation, sql) -}}
{%- endmacro %}

{% macro default__get_create_materialized_view_as_sql(relation, sql) -%}
  {%- do not_for_this_adapter('get_create_materialized_view_as_sql') -%}
{% endmacro %}


{% macro refresh_materialized_view(relation) %}
  {{- log('Refresh ' ~ relation) -}}
  {{- adapter.dispatch('refresh_materialized_view', 'dbt')(relation) -}}
{% endmacro %}

{% macro default__refresh_materialized_view(relation) %}
  {%- do not_for_this_adapter('refresh_materialized_view') -%}
{% endmacro %}


{# What differs between an existing materialized view and its config, by category; none where nothing does. #}
{% macro get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {{- log('Compare the configuration of ' ~ existing_relation) -}}
  {%- do return(adapter.dispatch('get_materialized_view_configuration_changes', 'dbt')(existing_relation, new_config)) -%}
{% endmacro %}

{% macro default__get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {%- do not_for_this_adapter('get_materialized_view_configuration_changes') -%}
{% endmacro %}


{% macro get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {{- log('Alter ' ~ relation) -}}
  {{- adapter.dispatch('get_alter_materialized_view_as_sql', 'dbt')(
    relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation
  ) -}}
{% endmacro %}

{% macro default__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {%- do not_for_this_adapter('get_alter_materialized_view_as_sql') -%}
{% endmacro %}
