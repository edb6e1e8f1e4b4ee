{#
  DuckDB remembers by which name a table with a foreign key was created; after a rename the table it refers to could
  never be dropped. Such a table is built under its own name. A table others may refer to is dropped with care.
#}
{% macro duckdb__plan_replacement(target_relation, existing_relation) %}
  {%- set types = enforced_constraint_types() + existing_constraint_types(existing_relation) -%}
  {%- set keys = ['primary_key', 'unique', 'foreign_key'] | select('in', types) | list -%}
  {%- set constrained = keys | length > 0 and adapter.catalog_supports_foreign_keys(existing_relation.database) -%}
  {{ return({
    'in_place': constrained and 'foreign_key' in keys and target_relation.is_table,
    'referable': constrained and existing_relation.is_table and ('primary_key' in keys or 'unique' in keys),
  }) }}
{% endmacro %}


{#
  The old relation is dropped and the staged one renamed in one transaction: nothing is left to clean up, and the old
  one's indexes, which would forbid a rename, go with it.
#}
{% macro duckdb__put_in_place(staged_relation, target_relation, existing_relation, plan) %}
  {%- set kept = duckdb__make_room(existing_relation, plan.referable) -%}
  {%- do adapter.rename_relation(staged_relation, target_relation) -%}
  {%- do restore_foreign_key_dependents(kept) -%}
  {{ return([]) }}
{% endmacro %}

{# In a transaction even where the profile disables them: half of this would lose a table. #}
{% macro duckdb__make_room_in_place(existing_relation, plan) %}
  {%- do adapter.ensure_transaction() -%}
  {{ return(duckdb__make_room(existing_relation, plan.referable)) }}
{% endmacro %}

{% macro duckdb__restore_kept_relations(kept) %}
  {%- do restore_foreign_key_dependents(kept) -%}
{% endmacro %}

{% macro duckdb__make_room(existing_relation, referable) %}
  {%- set kept = drop_foreign_key_dependents(existing_relation) if referable else [] -%}
  {%- do adapter.drop_relation(existing_relation) -%}
  {{ return(kept) }}
{% endmacro %}

{# The same for macros of projects that replace tables on their own. #}
{% macro drop_relation_for_rebuild(relation) -%}
  {%- do adapter.ensure_transaction() -%}
  {{ return(duckdb__make_room(relation, relation.is_table and may_be_foreign_key_target(relation))) }}
{%- endmacro %}
