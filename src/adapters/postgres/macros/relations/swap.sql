{#
  An index's name is the schema's, so a named key of the contract would meet its predecessor's. The old one gets another
  name first, which locks out no reader; the old table takes it along when it is dropped.
#}
{% macro postgres__put_keys_aside(existing_relation) %}
  {%- set names = postgres__named_keys() -%}
  {%- if names and existing_relation is not none and existing_relation.is_table -%}
    {%- for row in run_query(get_show_indexes_sql(existing_relation)) if row['name'] | lower in names -%}
      {%- set index = api.Relation.create(schema=existing_relation.schema, identifier=row['name']) -%}
      {%- call statement('put_key_aside') -%}
        alter index {{ index }} rename to {{ adapter.quote(index.name_with_suffix('__dbt_backup')) }}
      {%- endcall -%}
    {%- endfor -%}
  {%- endif -%}
{% endmacro %}

{# Names of the primary key and the unique constraints, folded as the server folds them. #}
{% macro postgres__named_keys() %}
  {%- set names = [] -%}
  {%- if config.get('contract').enforced -%}
    {%- for constraint in model.get('constraints', []) if constraint.get('name') and constraint.type | string in ('primary_key', 'unique') -%}
      {%- do names.append(constraint.name | replace('"', '') | lower) -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(names) }}
{% endmacro %}
