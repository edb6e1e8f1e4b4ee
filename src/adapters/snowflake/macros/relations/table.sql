{# `create or replace … as select` is one atomic statement: readers see the old table until the new one is complete. #}
{% macro snowflake__create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {%- if language != 'sql' -%}
    {%- do exceptions.raise_compiler_error(
      'A table of Snowflake is made by sql here, not by ' ~ language ~ ': write the model in SQL, or call a stored procedure from a hook'
    ) -%}
  {%- endif -%}
  {%- if temporary -%}
    {{ snowflake__create_table_temporary_sql(relation, compiled_code) }}
  {%- elif snowflake__is_iceberg() -%}
    {{ snowflake__create_table_built_in_sql(relation, compiled_code) }}
  {%- else -%}
    {{ snowflake__create_table_info_schema_sql(relation, compiled_code) }}
  {%- endif -%}
{%- endmacro %}


{# Gone with the session. #}
{% macro snowflake__create_table_temporary_sql(relation, compiled_code) -%}
  {{ snowflake__create_table_of('temporary table', relation, compiled_code) }}
{%- endmacro %}

{# Stays in the catalog, so that lineage sees it, without the cost of fail-safe. #}
{% macro snowflake__create_table_transient_sql(relation, compiled_code) -%}
  {{ snowflake__create_table_of('transient table', relation, compiled_code) }}
{%- endmacro %}

{# Transient unless told otherwise: what can be built again needs no fail-safe. #}
{% macro snowflake__create_table_info_schema_sql(relation, compiled_code) -%}
  {%- set kind = snowflake__table_kind() -%}
  {{ snowflake__create_table_of(kind, relation, snowflake__clustered(compiled_code), snowflake__table_clauses()) }}
  {{ snowflake__cluster_statements('alter table', relation) }}
{%- endmacro %}


{% macro snowflake__create_table_of(kind, relation, query, clauses=[]) -%}
  {%- set contract = config.get('contract').enforced -%}
  {%- if contract -%}
    {{ get_assert_columns_equivalent(query) }}
  {%- endif -%}
  {{ config.get('sql_header', none) or '' }}
create or replace {{ kind }} {{ relation.render() }}
  {%- if contract %} {{ get_table_columns_and_constraints() | trim }}
  {%- endif %}
  {%- for clause in clauses %}
    {{ clause }}
  {%- endfor %}
{{- '\n' if clauses else ' ' }}as (
{{ get_select_subquery(query) | trim if contract else query }}
);
{%- endmacro %}


{% macro snowflake__table_kind() %}
  {%- if snowflake__is_iceberg() -%}
    {{ return('iceberg table') }}
  {%- endif -%}
  {{ return('transient table' if config.get('transient', true) else 'table') }}
{% endmacro %}

{% macro snowflake__table_clauses() %}
  {%- set clauses = [
    snowflake__change_tracking(),
    'copy grants' if config.get('copy_grants') else '',
    'copy tags' if config.get('copy_tags') else '',
  ] -%}
  {{ return((clauses | select | list) + snowflake__policy_clauses()) }}
{% endmacro %}

{# `row_access_policy: 'policy on (column)'`, `table_tag: "tag = 'value'"`. #}
{% macro snowflake__policy_clauses() %}
  {%- set policy = config.get('row_access_policy') -%}
  {%- set tag = config.get('table_tag') -%}
  {%- set clauses = ['with row access policy ' ~ policy if policy else '', 'with tag (' ~ tag ~ ')' if tag else ''] -%}
  {{ return(clauses | select | list) }}
{% endmacro %}

{% macro snowflake__change_tracking() %}
  {%- set wanted = config.get('change_tracking') -%}
  {%- if wanted is none -%}
    {{ return('') }}
  {%- endif -%}
  {%- set word = wanted | string | lower -%}
  {%- if word not in ['true', 'false'] -%}
    {%- do exceptions.raise_compiler_error('change_tracking is true or false, not ' ~ wanted) -%}
  {%- endif -%}
  {{ return('change_tracking = ' ~ word) }}
{% endmacro %}


{# The clustering key as text, none without one. #}
{% macro snowflake__cluster_key() %}
  {%- set key = config.get('cluster_by') -%}
  {%- if not key -%}
    {{ return(none) }}
  {%- elif key is mapping -%}
    {%- do exceptions.raise_compiler_error('cluster_by is a column or a list of columns, not ' ~ key) -%}
  {%- endif -%}
  {{ return(key if key is string else key | join(', ')) }}
{% endmacro %}

{# Rows written in the key's order are clustered from the start. #}
{% macro snowflake__clustered(query) %}
  {%- set key = snowflake__cluster_key() -%}
  {%- if not key -%}
    {{ return(query) }}
  {%- endif -%}
  {%- set ordered -%}
select * from (
{{ query }}
)
order by {{ key }}
  {%- endset -%}
  {{ return(ordered) }}
{% endmacro %}

{# The key itself comes after: with one, `create table … as` would want every column's type. #}
{% macro snowflake__cluster_statements(alter, relation) %}
  {%- set key = snowflake__cluster_key() -%}
  {%- if key %}
{{ alter }} {{ relation.render() }} cluster by ({{ key }});
  {%- endif -%}
  {%- if key and config.get('automatic_clustering') %}
{{ alter }} {{ relation.render() }} resume recluster;
  {%- endif -%}
{% endmacro %}
