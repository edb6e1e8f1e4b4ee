{#
  When new rows wait in the temporary relation: they are judged together with those rejected before, unless a new row has the key
  of one. Bad ones leave the temporary relation. A key is in the model or among the rejects, as after a full refresh: what the
  model has of a key whose new row is rejected goes.
#}
{% macro sluice_quarantine_new_rows(temp_relation, target_relation) %}
  {%- set spec = sluice_quarantine_spec() -%}
  {%- if not spec -%}
    {{ return('') }}
  {%- endif -%}
  {%- set columns = adapter.get_columns_in_relation(temp_relation) -%}
  {%- set judged = sluice.sluice_judged_relation() -%}
  {%- set known = sluice.sluice_known_rejects() if spec.keeps else none -%}
  {%- set input = sluice.sluice_rows_to_judge(temp_relation, columns, known if known and known.is_table else none) -%}
  {%- do sluice.sluice_quarantine_stage(judged, sluice.sluice_judged_sql(input, spec)) -%}
  {%- do sluice.sluice_quarantine_count(judged, spec, 'sluice_judged._came_back') -%}
  {%- if not spec.keeps -%}
    {{ return('') }}
  {%- endif -%}
  {%- do sluice.sluice_forget_superseded(judged, target_relation) -%}
  {%- set listed = sluice.sluice_quarantine_columns(columns) -%}
  {%- call statement('empty_new_rows') -%}
    delete from {{ temp_relation }}
  {%- endcall -%}
  {%- call statement('fill_new_rows') -%}
    insert into {{ temp_relation }} ({{ listed }})
    select {{ listed }} from {{ judged }} where _rule is null and not _came_back
  {%- endcall -%}
  {%- do sluice.sluice_write_rejects(judged, columns, spec, rebuilt=false) -%}
{% endmacro %}


{# After the strategy: rows that pass now are added one by one, since a strategy may replace more than a row's own key. #}
{% macro sluice_quarantine_return_rows(target_relation) %}
  {%- set spec = sluice_quarantine_spec() -%}
  {%- if not spec -%}
    {{ return('') }}
  {%- endif -%}
  {%- if spec.keeps -%}
    {%- set judged = sluice.sluice_judged_relation() -%}
    {%- set there = adapter.get_columns_in_relation(judged) | map(attribute='name') | list -%}
    {%- set columns = adapter.get_columns_in_relation(target_relation) | selectattr('name', 'in', there) | list -%}
    {%- set listed = sluice.sluice_quarantine_columns(columns) -%}
    {%- call statement('return_rows') -%}
      insert into {{ target_relation }} ({{ listed }})
      select {{ listed }} from {{ judged }} where _rule is null and _came_back
    {%- endcall -%}
  {%- endif -%}
  {%- do sluice.sluice_quarantine_end(target_relation) -%}
{% endmacro %}


{% macro sluice_rows_to_judge(temp_relation, columns, known) %}
  {%- set stamp = 'cast(null as ' ~ dbt.type_timestamp() ~ ') as _first_rejected_at' -%}
  {%- set fresh = 'select ' ~ sluice.sluice_quarantine_columns(columns) ~ ', ' ~ stamp ~ ', false as _came_back\nfrom ' ~ temp_relation -%}
  {%- if not known -%}
    {{ return(fresh) }}
  {%- endif -%}
  {%- set there = {} -%}
  {%- for column in adapter.get_columns_in_relation(known) -%}
    {%- do there.update({column.name: column.data_type}) -%}
  {%- endfor -%}
  {%- set values = [] -%}
  {%- for column in columns -%}
    {%- if column.name not in there -%}
      {%- do values.append('cast(null as ' ~ column.data_type ~ ')') -%}
    {%- elif there[column.name] == column.data_type -%}
      {%- do values.append(adapter.quote(column.name)) -%}
    {%- else -%}
      {%- do values.append('cast(' ~ adapter.quote(column.name) ~ ' as ' ~ column.data_type ~ ')') -%}
    {%- endif -%}
  {%- endfor -%}
  {%- set old = 'select ' ~ values | join(', ') ~ ', _first_rejected_at, true\nfrom ' ~ known -%}
  {%- set keys = sluice.sluice_unique_keys() -%}
  {%- if keys -%}
    {%- set old = old ~ '\nwhere not coalesce((' ~ keys ~ ') in (select ' ~ keys ~ ' from ' ~ temp_relation ~ '), false)' -%}
  {%- endif -%}
  {{ return(fresh ~ '\nunion all\n' ~ old) }}
{% endmacro %}


{% macro sluice_forget_superseded(judged, target_relation) %}
  {%- set keys = sluice.sluice_unique_keys() -%}
  {%- if keys -%}
    {%- set conditions = ['(' ~ keys ~ ') in (select ' ~ keys ~ ' from ' ~ judged ~ ' where _rule is not null and not _came_back)'] -%}
    {%- set predicates = config.get('predicates', none) or config.get('incremental_predicates', none) or [] -%}
    {%- call statement('forget_superseded') -%}
      delete from {{ target_relation }} as DBT_INTERNAL_DEST
      where {{ (conditions + ([predicates] if predicates is string else predicates | list)) | join('\n and ') }}
    {%- endcall -%}
  {%- endif -%}
{% endmacro %}

{# As the strategies name them; empty where rows are only added. #}
{% macro sluice_unique_keys() %}
  {%- set keys = config.get('unique_key') -%}
  {%- if not keys or config.get('incremental_strategy') == 'append' -%}
    {{ return('') }}
  {%- endif -%}
  {{ return(keys if keys is string else keys | join(', ')) }}
{% endmacro %}
