{#
  Builds a table or view from scratch as the statement "main" and puts it in the place of what is there.
  Answers the relations to drop after the commit.
#}
{% macro rebuild_relation(target_relation, existing_relation) %}
  {%- if existing_relation is none -%}
    {%- if stages_first_build(target_relation) or sluice_stages_first_build(target_relation) -%}
      {%- set first = make_intermediate_relation(target_relation) -%}
      {%- do create_as_main(first) -%}
      {%- do sluice_audit(first, aside=true) -%}
      {%- do adapter.rename_relation(first, target_relation) -%}
    {%- else -%}
      {%- do create_as_main(target_relation, auto_begin=build_needs_transaction() or sluice_publishes()) -%}
      {%- do sluice_audit(target_relation) -%}
    {%- endif -%}
    {{ return([]) }}
  {%- endif -%}
  {%- set plan = plan_replacement(target_relation, existing_relation) -%}
  {%- if plan.in_place -%}
    {%- set kept = make_room_in_place(existing_relation, plan) -%}
    {%- do create_as_main(target_relation) -%}
    {%- do sluice_audit(target_relation) -%}
    {%- do restore_kept_relations(kept) -%}
    {{ return([]) }}
  {%- endif -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- do create_as_main(staged) -%}
  {%- do sluice_audit(staged, aside=true) -%}
  {{ return(put_in_place(staged, target_relation, existing_relation, plan)) }}
{% endmacro %}


{% macro create_as_main(relation, auto_begin=True) %}
  {%- set language = model['language'] or 'sql' -%}
  {%- set rows_sql = sluice_quarantine_split(sql, relation) if language == 'sql' else none -%}
  {%- call statement('main', auto_begin=auto_begin, language=language) -%}
    {%- if language != 'sql' -%}
      {{ create_table_as(False, relation, compiled_code, language) }}
    {%- elif relation.is_view -%}
      {{ get_create_view_as_sql(relation, rows_sql) }}
    {%- else -%}
      {{ get_create_table_as_sql(False, relation, rows_sql) }}
    {%- endif -%}
  {%- endcall -%}
  {%- do sluice_quarantine_end(relation) -%}
{% endmacro %}


{# True where a relation is staged even though there is none to replace, so that its statement is the same on every build. #}
{% macro stages_first_build(target_relation) %}
  {{ return(adapter.dispatch('stages_first_build', 'dbt')(target_relation)) }}
{% endmacro %}

{% macro default__stages_first_build(target_relation) %}
  {{ return(false) }}
{% endmacro %}


{# False where creating a relation is one statement that takes effect as a whole or not at all. #}
{% macro build_needs_transaction() %}
  {{ return(adapter.dispatch('build_needs_transaction', 'dbt')()) }}
{% endmacro %}

{% macro default__build_needs_transaction() %}
  {{ return(true) }}
{% endmacro %}
