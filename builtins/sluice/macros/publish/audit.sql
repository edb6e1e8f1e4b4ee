{#
  `publish: after_tests`. A materialization calls `sluice_audit` when what it builds is complete and nobody else sees it: the
  node's tests run on the candidate, and a failure ends the materialization. `aside`: the candidate stands under a name of its own,
  so it can stay for a look at it. Of a node without this setting none of these does anything; of one with it they are answered
  by the run itself.
#}
{% macro sluice_audit(candidate, aside=false) %}
{% endmacro %}

{# Where rows are added: the tests that judge row by row may look at the new ones alone, before these go into the table. #}
{% macro sluice_audit_new_rows(new_rows) %}
{% endmacro %}

{% macro sluice_publishes() %}
  {{ return(false) }}
{% endmacro %}

{% macro sluice_keeps_candidate() %}
  {{ return(false) }}
{% endmacro %}


{# Around statements that must not be seen before their tests: most sessions are in a transaction already. #}
{% macro sluice_begin_publishing() %}
  {%- if sluice_publishes() -%}
    {%- do adapter.dispatch('sluice_begin_publishing', 'sluice')() -%}
  {%- endif -%}
{% endmacro %}

{% macro default__sluice_begin_publishing() %}
{% endmacro %}

{% macro snowflake__sluice_begin_publishing() %}
  {%- do snowflake__send('begin') -%}
{% endmacro %}

{% macro sluice_end_publishing() %}
  {%- if sluice_publishes() -%}
    {%- do adapter.dispatch('sluice_end_publishing', 'sluice')() -%}
  {%- endif -%}
{% endmacro %}

{% macro default__sluice_end_publishing() %}
{% endmacro %}

{% macro snowflake__sluice_end_publishing() %}
  {%- do snowflake__send('commit') -%}
{% endmacro %}


{#
  A table or view that has no predecessor is built under its own name, since nobody sees it before the commit, unless it is to
  stay for a look or the warehouse commits each definition by itself.
#}
{% macro sluice_stages_first_build(target_relation) %}
  {%- if not sluice_publishes() -%}
    {{ return(false) }}
  {%- endif -%}
  {{ return(adapter.dispatch('sluice_stages_first_build', 'sluice')(target_relation)) }}
{% endmacro %}

{% macro default__sluice_stages_first_build(target_relation) %}
  {{ return(sluice_keeps_candidate() and not plan_replacement(target_relation, target_relation).in_place) }}
{% endmacro %}

{% macro snowflake__sluice_stages_first_build(target_relation) %}
  {{ return(true) }}
{% endmacro %}
