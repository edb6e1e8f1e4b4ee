{#
  How a relation is to be replaced. `in_place`: the target must be created under its own name, since a rename would
  break it. What else an adapter finds out it may note here for the steps below.
#}
{% macro plan_replacement(target_relation, existing_relation) %}
  {{ return(adapter.dispatch('plan_replacement', 'dbt')(target_relation, existing_relation)) }}
{% endmacro %}

{% macro default__plan_replacement(target_relation, existing_relation) %}
  {{ return({'in_place': false}) }}
{% endmacro %}


{#
  The last step of a build: what was staged takes the target's name, in the transaction it was built in. Until the
  commit everybody else reads the old relation; a failed or killed build leaves it as it was.
  Answers what is to be dropped once that is committed.
#}
{% macro put_in_place(staged_relation, target_relation, existing_relation, plan) %}
  {{ return(adapter.dispatch('put_in_place', 'dbt')(staged_relation, target_relation, existing_relation, plan)) }}
{% endmacro %}

{% macro default__put_in_place(staged_relation, target_relation, existing_relation, plan) %}
  {%- set aside = [] -%}
  {%- set existing = load_cached_relation(existing_relation) -%}
  {%- if existing is not none -%}
    {%- do aside.append(make_backup_relation(target_relation, existing.type)) -%}
    {%- do adapter.rename_relation(existing, aside[0]) -%}
  {%- endif -%}
  {%- do adapter.rename_relation(staged_relation, target_relation) -%}
  {{ return(aside) }}
{% endmacro %}


{# Drops the old relation before the new one is built in its place. Answers what `restore_kept_relations` puts back. #}
{% macro make_room_in_place(existing_relation, plan) %}
  {{ return(adapter.dispatch('make_room_in_place', 'dbt')(existing_relation, plan)) }}
{% endmacro %}

{% macro default__make_room_in_place(existing_relation, plan) %}
  {%- do adapter.drop_relation(existing_relation) -%}
  {{ return([]) }}
{% endmacro %}

{% macro restore_kept_relations(kept) %}
  {{ return(adapter.dispatch('restore_kept_relations', 'dbt')(kept)) }}
{% endmacro %}

{% macro default__restore_kept_relations(kept) %}
{% endmacro %}


{# Staged and put-aside relations that a killed build has left behind. #}
{% macro drop_leftovers(target_relation) %}
  {%- do drop_relation_if_exists(load_cached_relation(make_intermediate_relation(target_relation))) -%}
  {%- do drop_relation_if_exists(load_cached_relation(make_backup_relation(target_relation, target_relation.type))) -%}
{% endmacro %}
