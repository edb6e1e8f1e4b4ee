{# One row: when the source was loaded last, and when that was asked. #}
{% macro collect_freshness(source, loaded_at_field, filter) %}
  {{ return(adapter.dispatch('collect_freshness', 'dbt')(source, loaded_at_field, filter)) }}
{% endmacro %}

{% macro default__collect_freshness(source, loaded_at_field, filter) %}
  {%- set condition = ' where ' ~ filter if filter else '' -%}
  {{ return(ask_freshness('select max(' ~ loaded_at_field ~ ') from ' ~ source ~ condition)) }}
{% endmacro %}


{# The same by a query of the user's. #}
{% macro collect_freshness_custom_sql(source, loaded_at_query) %}
  {{ return(adapter.dispatch('collect_freshness_custom_sql', 'dbt')(source, loaded_at_query)) }}
{% endmacro %}

{% macro default__collect_freshness_custom_sql(source, loaded_at_query) %}
  {{ return(ask_freshness(loaded_at_query)) }}
{% endmacro %}


{% macro ask_freshness(loaded_at_query) %}
  {%- call statement('collect_freshness', fetch_result=True, auto_begin=False) -%}
    select (
      {{ loaded_at_query }}
    ) as max_loaded_at, {{ current_timestamp() }} as snapshotted_at
  {%- endcall -%}
  {{ return(load_result('collect_freshness')) }}
{% endmacro %}
