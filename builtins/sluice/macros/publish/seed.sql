{#
  How a seed is loaded so that its tests can come before its readers. A table that keeps its columns is emptied and filled in one
  transaction, by DELETE: TRUNCATE would lock readers out while the tests run. One that is made anew is loaded beside the old one.
#}
{% macro sluice_load_seed(target_relation, existing_relation, full_refresh, agate_table) %}
  {%- set replaces = existing_relation is not none and full_refresh -%}
  {%- if sluice_loads_seed_aside(target_relation, existing_relation, replaces) -%}
    {{ return(sluice_load_seed_aside(target_relation, existing_relation, agate_table)) }}
  {%- endif -%}
  {%- if existing_relation is none -%}
    {%- set prepared = create_csv_table(model, agate_table) -%}
  {%- elif replaces -%}
    {%- set prepared = reset_csv_table(model, true, existing_relation, agate_table) -%}
  {%- else -%}
    {%- set prepared = 'delete from ' ~ existing_relation.render() -%}
    {%- call statement('empty_seed') -%}
      {{ prepared }}
    {%- endcall -%}
  {%- endif -%}
  {%- set loaded = load_csv_rows(model, agate_table) if agate_table.rows else '' -%}
  {%- do sluice_audit(target_relation) -%}
  {{ return({'prepared': prepared, 'loaded': loaded, 'to_drop': []}) }}
{% endmacro %}


{% macro sluice_loads_seed_aside(target_relation, existing_relation, replaces) %}
  {{ return(adapter.dispatch('sluice_loads_seed_aside', 'sluice')(target_relation, existing_relation, replaces)) }}
{% endmacro %}

{% macro default__sluice_loads_seed_aside(target_relation, existing_relation, replaces) %}
  {%- if existing_relation is none -%}
    {{ return(sluice_stages_first_build(target_relation)) }}
  {%- endif -%}
  {{ return(replaces and not plan_replacement(target_relation, existing_relation).in_place) }}
{% endmacro %}

{% macro snowflake__sluice_loads_seed_aside(target_relation, existing_relation, replaces) %}
  {{ return(true) }}
{% endmacro %}


{# The macros that load name their table by `this`, by the model's alias, or by its relation_name. #}
{% macro sluice_load_seed_aside(target_relation, existing_relation, agate_table) %}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set other = dict(model, alias=staged.identifier, relation_name=staged.render()) -%}
  {%- set own = this -%}
  {%- do context.update({'this': staged}) -%}
  {%- set prepared = create_csv_table(other, agate_table) -%}
  {%- set loaded = load_csv_rows(other, agate_table) if agate_table.rows else '' -%}
  {%- do context.update({'this': own}) -%}
  {%- do sluice_audit(staged, aside=true) -%}
  {{ return({'prepared': prepared, 'loaded': loaded, 'to_drop': sluice_put_in_place(staged, target_relation, existing_relation)}) }}
{% endmacro %}


{# Answers what is to be dropped after the commit. #}
{% macro sluice_put_in_place(staged_relation, target_relation, existing_relation) %}
  {{ return(adapter.dispatch('sluice_put_in_place', 'sluice')(staged_relation, target_relation, existing_relation)) }}
{% endmacro %}

{% macro default__sluice_put_in_place(staged_relation, target_relation, existing_relation) %}
  {%- if existing_relation is none -%}
    {%- do adapter.rename_relation(staged_relation, target_relation) -%}
    {{ return([]) }}
  {%- endif -%}
  {%- set plan = plan_replacement(target_relation, existing_relation) -%}
  {{ return(put_in_place(staged_relation, target_relation, existing_relation, plan)) }}
{% endmacro %}

{# Two tables change names in one step. Anything else gives way first. #}
{% macro snowflake__sluice_put_in_place(staged_relation, target_relation, existing_relation) %}
  {%- if existing_relation is not none and existing_relation.is_table and not snowflake__needs_to_drop(existing_relation, target_relation) -%}
    {%- do run_query(get_swap_sql(target_relation, staged_relation)) -%}
    {{ return([staged_relation]) }}
  {%- endif -%}
  {%- do drop_relation_if_exists(existing_relation) -%}
  {%- do adapter.rename_relation(staged_relation, target_relation) -%}
  {{ return([]) }}
{% endmacro %}
