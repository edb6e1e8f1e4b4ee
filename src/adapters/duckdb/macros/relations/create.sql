{#
  A contract's checks run first. Its constraints need the table to exist before the rows, so it is created empty and
  filled; a DuckLake table's partitioning and sorting likewise. Temporary tables take no constraints.
#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {%- if language == 'python' -%}
    {{ py_write_table(temporary=temporary, relation=relation, compiled_code=compiled_code) }}
  {%- elif language == 'sql' -%}
    {%- set contract = config.get('contract').enforced -%}
    {%- if contract -%}
      {{ get_assert_columns_equivalent(compiled_code) }}
    {%- endif -%}
    {%- set partitioned_by = partitioned_by or duckdb__get_partitioned_by(relation, temporary) -%}
    {%- set sorted_by = sorted_by or duckdb__get_sorted_by(relation, temporary) -%}
    {{ config.get('sql_header', none) or '' }}
create {{ 'temporary ' if temporary }}table {{ relation.include(database=not temporary, schema=not temporary) }}
    {%- if contract and not temporary %} {{ get_table_columns_and_constraints() | trim }};

{{ duckdb__lay_out_table(relation, partitioned_by, sorted_by) -}}
insert into {{ relation }} {{ get_column_names() | trim }}
(
{{ get_select_subquery(compiled_code) | trim }}
);
    {%- elif partitioned_by or sorted_by %} as (
select * from (
{{ compiled_code }}
) as model_subq
limit 0
);

{{ duckdb__lay_out_table(relation, partitioned_by, sorted_by) -}}
insert into {{ relation }} select * from (
{{ compiled_code }}
) as model_subq;
    {%- else %} as (
{{ compiled_code }}
);
    {%- endif -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error("A table is made by sql or python, not by '" ~ language ~ "'") -%}
  {%- endif -%}
{%- endmacro %}


{% macro duckdb__create_view_as(relation, sql) -%}
  {%- if config.get('contract').enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif -%}
  {{ config.get('sql_header', none) or '' }}
create view {{ relation }} as (
{{ sql }}
);
{%- endmacro %}


{# In parentheses, for the column list of an insert. #}
{% macro get_column_names() %}
  ({{ default__get_column_names() | trim }})
{%- endmacro %}


{# Where the Python model's result becomes a table. `con` is the model's own session; new tables of it are taken over. #}
{% macro py_write_table(temporary, relation, compiled_code, partitioned_by=none, sorted_by=none) -%}
{{ compiled_code }}

def materialize(df, con):
    con.register("{{ relation.identifier }}__dbt_rows", df)
    con.execute('create {{ 'temporary ' if temporary }}table {{ relation }} as select * from "{{ relation.identifier }}__dbt_rows"')
    con.unregister("{{ relation.identifier }}__dbt_rows")
{% endmacro %}


{# A statement of DuckDB's is atomic; a transaction is for what goes with it: hooks, constraints, indexes, comments. #}
{% macro duckdb__build_needs_transaction() %}
  {%- set company = (pre_hooks + post_hooks) | selectattr('transaction') | list -%}
  {%- set layout = config.get('partitioned_by') or config.get('partition_by') or config.get('sorted_by') or config.get('sort_by') -%}
  {%- set together = company or config.get('indexes') or layout -%}
  {%- set described = config.persist_relation_docs() or config.persist_column_docs() -%}
  {{ return(true if together or described or config.get('contract').enforced else false) }}
{% endmacro %}
