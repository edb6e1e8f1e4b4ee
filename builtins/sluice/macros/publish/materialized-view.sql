{#
  A refresh shows its rows when it ends and locks readers out until then. So the view is refreshed beside its readers where the
  warehouse can do that, and else built anew beside the old one. Answers what is to be dropped after the commit.
#}
{% macro sluice_rebuild_materialized_view(target_relation, existing_relation, staged_relation) %}
  {%- if existing_relation is none -%}
    {%- call statement('main') -%}
      {{ get_create_materialized_view_as_sql(target_relation, sql) }}
    {%- endcall -%}
    {%- do sluice_audit(target_relation) -%}
    {{ return([]) }}
  {%- endif -%}
  {%- set refresh = none if should_full_refresh() else sluice_quiet_refresh(existing_relation) -%}
  {%- if refresh -%}
    {%- call statement('main') -%}
      {{ refresh }}
    {%- endcall -%}
    {%- do sluice_audit(target_relation) -%}
    {{ return([]) }}
  {%- endif -%}
  {%- call statement('main') -%}
    {{ get_create_materialized_view_as_sql(staged_relation, sql) }}
  {%- endcall -%}
  {%- do sluice_audit(staged_relation, aside=true) -%}
  {{ return(sluice_put_in_place(staged_relation, target_relation, existing_relation)) }}
{% endmacro %}


{# A refresh that can be rolled back and locks out no reader; none where there is no such. #}
{% macro sluice_quiet_refresh(relation) %}
  {{ return(adapter.dispatch('sluice_quiet_refresh', 'sluice')(relation)) }}
{% endmacro %}

{% macro default__sluice_quiet_refresh(relation) %}
  {{ return(none) }}
{% endmacro %}

{# PostgreSQL tells old rows from new ones by a unique index. #}
{% macro postgres__sluice_quiet_refresh(relation) %}
  {%- if not relation.is_materialized_view or get_materialized_view_configuration_changes(relation, config) is not none -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set unique = [] -%}
  {%- for row in run_query(get_show_indexes_sql(relation)) if row['unique'] -%}
    {%- do unique.append(row['name']) -%}
  {%- endfor -%}
  {{ return('refresh materialized view concurrently ' ~ relation if unique else none) }}
{% endmacro %}
