{#
  For on-run-start: views on the files of external models that are read but not built in this run, so that an empty
  database can stand in for the one they were built with.
#}
{%- macro register_upstream_external_models() -%}
  {%- if not execute -%}
    {{ return('') }}
  {%- endif -%}
  {%- set seen = [] -%}
  {%- set schemas = [] -%}
  {%- for selected in selected_resources if selected in graph['nodes'] -%}
    {%- for id in graph['nodes'][selected]['depends_on']['nodes'] if id not in seen and id not in selected_resources -%}
      {%- do seen.append(id) -%}
      {%- set node = graph['nodes'].get(id) -%}
      {%- if node and node.resource_type in ('model', 'seed') and node.config.materialized == 'external' -%}
        {%- do schemas.append(register_external_model(node, schemas)) -%}
      {%- endif -%}
    {%- endfor -%}
  {%- endfor -%}
  {%- if schemas -%}
    {%- do adapter.commit() -%}
  {%- endif -%}
{%- endmacro -%}

{% macro register_external_model(node, known_schemas) %}
  {%- set relation = api.Relation.create(database=node['database'], schema=node['schema'], identifier=node['alias']) -%}
  {%- if relation.schema not in known_schemas -%}
    {%- call statement('main') -%}
      create schema if not exists {{ relation.without_identifier() }}
    {%- endcall -%}
  {%- endif -%}
  {%- set location = node.config.get('location', external_location(relation, node.config)) -%}
  {%- call statement('main') -%}
    create or replace view {{ relation }} as (
      select * from '{{ adapter.external_read_location(location, render_write_options(node.config)) }}'
    );
  {%- endcall -%}
  {{ return(relation.schema) }}
{% endmacro %}
