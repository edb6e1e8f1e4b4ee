{# <model>__rejects: the rows that break rules, with which, when, and by which run. #}
{% macro sluice_rejects_relation(type='table') %}
  {{ return(api.Relation.create(database=this.database, schema=this.schema, identifier=this.identifier ~ '__rejects', type=type)) }}
{% endmacro %}

{# What is there now, whatever it is. #}
{% macro sluice_known_rejects() %}
  {%- set rejects = sluice.sluice_rejects_relation() -%}
  {{ return(adapter.get_relation(database=rejects.database, schema=rejects.schema, identifier=rejects.identifier)) }}
{% endmacro %}


{#
  Replaces what was rejected before by what is now, in the transaction that builds the model. `rebuilt`: every row was judged, and
  since when one is rejected is found by the row itself; else rows that were rejected before bring it along.
#}
{% macro sluice_write_rejects(judged, columns, spec, rebuilt) %}
  {%- set known = sluice.sluice_known_rejects() -%}
  {%- set staged = sluice.sluice_judged_relation('__rejected') -%}
  {%- do sluice.sluice_quarantine_stage(staged, sluice.sluice_rejected_sql(judged, columns, spec, known, rebuilt)) -%}
  {%- set rejects = sluice.sluice_rejects_relation() -%}
  {%- if known and known.is_table and sluice.sluice_same_columns(known, staged) -%}
    {%- call statement('empty_rejects') -%}
      delete from {{ rejects }}
    {%- endcall -%}
    {%- call statement('fill_rejects') -%}
      insert into {{ rejects }} select * from {{ staged }}
    {%- endcall -%}
  {%- else -%}
    {%- if known -%}
      {%- do adapter.drop_relation(known) -%}
    {%- endif -%}
    {%- call statement('create_rejects') -%}
      create table {{ rejects }} as (select * from {{ staged }})
    {%- endcall -%}
  {%- endif -%}
  {%- do sluice.sluice_drop_stage(staged) -%}
{% endmacro %}

{% macro sluice_rejected_sql(judged, columns, spec, known, rebuilt) %}
  {%- set listed = sluice.sluice_quarantine_columns(columns, 'sluice_judged') -%}
  {%- set now = sluice.sluice_moment(spec.now) -%}
  {%- set text = dbt.type_string() -%}
  {%- set since = now -%}
  {%- set before = '' -%}
  {%- if not rebuilt -%}
    {%- set since = 'coalesce(sluice_judged._first_rejected_at, ' ~ now ~ ')' -%}
  {%- elif known and known.is_table and sluice.sluice_has_columns(known, columns) -%}
    {%- set since = 'coalesce(sluice_before.since, ' ~ now ~ ')' -%}
    {%- set before -%}
left join (
    select {{ sluice.sluice_row_mark(columns, 'sluice_old') }} as mark, min(sluice_old._first_rejected_at) as since
    from {{ known }} as sluice_old
    group by 1
) as sluice_before on sluice_before.mark = {{ sluice.sluice_row_mark(columns, 'sluice_judged') }}
    {%- endset -%}
  {%- endif -%}
  {%- set query -%}
select
    {{ listed }},
    sluice_judged._rule,
    cast({{ sluice.sluice_literal(spec.run_id) }} as {{ text }}) as _run_id,
    {{ now }} as _rejected_at,
    {{ since }} as _first_rejected_at
from {{ judged }} as sluice_judged
{{ before }}
where sluice_judged._rule is not null
  {%- endset -%}
  {{ return(query) }}
{% endmacro %}


{% macro sluice_create_rejects_view(judged, listed, spec) %}
  {%- set known = sluice.sluice_known_rejects() -%}
  {%- if known -%}
    {%- do adapter.drop_relation(known) -%}
  {%- endif -%}
  {%- call statement('create_rejects') -%}
create view {{ sluice.sluice_rejects_relation('view') }} as (
select
    {{ listed }},
    _rule,
    cast({{ sluice.sluice_literal(spec.run_id) }} as {{ dbt.type_string() }}) as _run_id,
    {{ sluice.sluice_moment(spec.now) }} as _rejected_at,
    cast(null as {{ dbt.type_timestamp() }}) as _first_rejected_at
from (
{{ judged }}
) as sluice_judged
where _rule is not null
)
  {%- endcall -%}
{% endmacro %}


{% macro sluice_moment(text) %}
  {{- return('cast(' ~ sluice.sluice_literal(text) ~ ' as ' ~ dbt.type_timestamp() ~ ')') -}}
{% endmacro %}

{# One text for a row's values, equal for equal rows. #}
{% macro sluice_row_mark(columns, relation_alias) %}
  {{- return(adapter.dispatch('sluice_row_mark', 'sluice')(columns, relation_alias)) -}}
{% endmacro %}

{% macro default__sluice_row_mark(columns, relation_alias) %}
  {%- set listed = sluice.sluice_quarantine_columns(columns, relation_alias) -%}
  {{- return('md5(cast(row(' ~ listed ~ ') as ' ~ dbt.type_string() ~ '))') -}}
{% endmacro %}


{% macro sluice_same_columns(one, other) %}
  {%- set lists = [] -%}
  {%- for relation in [one, other] -%}
    {%- set texts = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
      {%- do texts.append(column.name ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- do lists.append(texts) -%}
  {%- endfor -%}
  {{ return(lists[0] == lists[1]) }}
{% endmacro %}

{% macro sluice_has_columns(relation, columns) %}
  {%- set there = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
  {%- set missing = columns | map(attribute='name') | reject('in', there) | list -%}
  {{ return(missing | length == 0 and '_first_rejected_at' in there) }}
{% endmacro %}
