{# The common materializations, with the model's query tag around them. #}
{% materialization snapshot, adapter='snowflake' %}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set relations = materialization_snapshot_default() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return(relations) }}
{% endmaterialization %}

{# The staging table would live as long as the session, which serves many snapshots. #}
{% macro snowflake__post_snapshot(staging_relation) %}
  {%- do adapter.drop_relation(staging_relation) -%}
{% endmacro %}


{% materialization seed, adapter='snowflake' %}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set relations = materialization_seed_default() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return(relations) }}
{% endmaterialization %}


{%- materialization test, adapter='snowflake' -%}
  {%- set original_query_tag = set_query_tag() -%}
  {%- set relations = materialization_test_default() -%}
  {%- do unset_query_tag(original_query_tag) -%}
  {{ return(relations) }}
{%- endmaterialization -%}


{% materialization materialized_view, adapter='snowflake' %}
  {%- do exceptions.raise_compiler_error(
    'Materialized views of Snowflake read one table only and are not built here. A dynamic table does more: '
    ~ "set materialized to dynamic_table, with target_lag and snowflake_warehouse"
  ) -%}
{% endmaterialization %}
