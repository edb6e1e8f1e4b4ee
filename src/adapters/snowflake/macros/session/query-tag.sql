{#
  `query_tag` marks the statements of a model in the query history. Set at the start of a materialization; what was there
  before comes back at its end. Packages override these two.
#}
{% macro set_query_tag() -%}
  {{ return(adapter.dispatch('set_query_tag', 'dbt')()) }}
{% endmacro %}

{% macro snowflake__set_query_tag() -%}
  {%- set tag = config.get('query_tag') -%}
  {%- if not tag -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set original = get_current_query_tag() -%}
  {%- do run_query('alter session set query_tag = ' ~ snowflake__text_literal(tag)) -%}
  {{ return(original) }}
{% endmacro %}


{% macro unset_query_tag(original_query_tag) -%}
  {{ return(adapter.dispatch('unset_query_tag', 'dbt')(original_query_tag)) }}
{% endmacro %}

{% macro snowflake__unset_query_tag(original_query_tag) -%}
  {%- if config.get('query_tag') and original_query_tag -%}
    {%- do run_query('alter session set query_tag = ' ~ snowflake__text_literal(original_query_tag)) -%}
  {%- elif config.get('query_tag') -%}
    {%- do run_query('alter session unset query_tag') -%}
  {%- endif -%}
{% endmacro %}


{% macro get_current_query_tag() -%}
  {%- set rows = snowflake__show("show parameters like 'query_tag' in session").rows -%}
  {{ return(rows[0]['value'] if rows else '') }}
{% endmacro %}
