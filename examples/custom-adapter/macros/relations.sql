{# No parentheses around the query, and no cascade: SQLite knows neither. #}
{% macro sqlite__create_table_as(temporary, relation, sql) -%}
  create {{ 'temporary ' if temporary }}table {{ relation.include(schema=not temporary) }} as
  {{ sql }}
{%- endmacro %}

{% macro sqlite__create_view_as(relation, sql) -%}
  create view {{ relation }} as
  {{ sql }}
{%- endmacro %}


{% macro sqlite__drop_relation(relation) -%}
  {%- if adapter.has_schema(relation.schema) or relation.schema == 'temp' -%}
    {%- call statement('drop_relation', auto_begin=False) -%}
      drop {{ relation.type }} if exists {{ relation }}
    {%- endcall -%}
  {%- endif -%}
{%- endmacro %}

{% macro sqlite__truncate_relation(relation) -%}
  {%- call statement('truncate_relation') -%}
    delete from {{ relation }}
  {%- endcall -%}
{%- endmacro %}

{# Views cannot be renamed; the macros below never ask for it. #}
{% macro sqlite__rename_relation(from_relation, to_relation) -%}
  {%- call statement('rename_relation') -%}
    alter table {{ from_relation }} rename to {{ adapter.quote(to_relation.identifier) }}
  {%- endcall -%}
{%- endmacro %}

{# Temporary tables are in a schema of their own. #}
{% macro sqlite__make_temp_relation(base_relation, suffix) %}
  {{ return(base_relation.incorporate(path={'schema': 'temp', 'identifier': base_relation.identifier ~ suffix}, type='table')) }}
{% endmacro %}

{% macro sqlite__make_intermediate_relation(base_relation, suffix) %}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) }}
{% endmacro %}


{# A view is created under its own name, in the transaction that drops the old one; a table is built aside and swapped. #}
{% macro sqlite__plan_replacement(target_relation, existing_relation) %}
  {{ return({'in_place': target_relation.is_view}) }}
{% endmacro %}

{% macro sqlite__put_in_place(staged_relation, target_relation, existing_relation, plan) %}
  {%- do adapter.drop_relation(existing_relation) -%}
  {%- do adapter.rename_relation(staged_relation, target_relation) -%}
  {{ return([]) }}
{% endmacro %}


{# A view sees its own schema only, so a clone is a copy. #}
{% macro sqlite__can_clone_table() %}
  {{ return(True) }}
{% endmacro %}

{% macro sqlite__create_or_replace_clone(this_relation, defer_relation) %}
  drop table if exists {{ this_relation }};
  create table {{ this_relation }} as select * from {{ defer_relation }}
{% endmacro %}
