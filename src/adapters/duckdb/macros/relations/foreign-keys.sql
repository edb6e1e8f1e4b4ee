{# Key constraints decide how a table may be replaced: those its contract declares and those the old table has. #}
{% macro enforced_constraint_types() -%}
  {%- set types = [] -%}
  {%- if config.get('contract').enforced -%}
    {%- set lists = [model.get('constraints', [])] -%}
    {%- for column in model.get('columns', {}).values() -%}
      {%- do lists.append(column.get('constraints', [])) -%}
    {%- endfor -%}
    {%- for constraints in lists -%}
      {%- for constraint in constraints -%}
        {%- do types.append(constraint.type | string) -%}
      {%- endfor -%}
    {%- endfor -%}
  {%- endif -%}
  {{ return(types) }}
{%- endmacro %}

{% macro existing_constraint_types(relation) -%}
  {{ return(adapter.existing_key_constraint_types(relation) if relation is not none and relation.is_table else []) }}
{%- endmacro %}

{% macro has_foreign_key_constraints(relation=none) -%}
  {%- set types = enforced_constraint_types() + existing_constraint_types(relation) -%}
  {{ return('foreign_key' in types and adapter.catalog_supports_foreign_keys(this.database)) }}
{%- endmacro %}

{# Only a primary key or a unique constraint can be referred to. #}
{% macro may_be_foreign_key_target(relation=none) -%}
  {%- set types = enforced_constraint_types() + existing_constraint_types(relation) -%}
  {{ return(('primary_key' in types or 'unique' in types) and adapter.catalog_supports_foreign_keys(this.database)) }}
{%- endmacro %}


{#
  DuckDB drops no table that a foreign key refers to, and no foreign key without its table. So the tables that refer to
  this one, at first or second hand, are dropped first, but only those that this run builds anew anyway; their rows wait
  in a table beside. Anything else is an error, since it would lose data. Foreign keys stay within a schema.
#}
{% macro drop_foreign_key_dependents(relation) -%}
  {%- set references = duckdb__references_to(relation) -%}
  {%- if not references -%}
    {{ return([]) }}
  {%- endif -%}
  {%- do duckdb__refuse_unless_rebuilt(relation, references) -%}
  {%- set kept = [] -%}
  {%- for table in references -%}
    {%- set dependent = api.Relation.create(database=relation.database, schema=relation.schema, identifier=table, type='table') -%}
    {%- set aside = dependent.incorporate(path={'identifier': table ~ '__dbt_fk_backup'}) -%}
    {%- do adapter.drop_relation(aside) -%}
    {%- call statement('keep_rows_of_dependent') -%}
      create table {{ aside }} as select * from {{ dependent }}
    {%- endcall -%}
    {%- do log(dependent ~ ' refers to ' ~ relation ~ ' by a foreign key and is dropped; this run builds it anew', info=True) -%}
    {%- do adapter.drop_relation(dependent) -%}
    {%- do kept.append({'relation': dependent, 'backup': aside}) -%}
  {%- endfor -%}
  {{ return(kept) }}
{%- endmacro %}

{# The rows are back when the transaction ends, the constraints when their model has been built. #}
{% macro restore_foreign_key_dependents(dropped) -%}
  {%- for item in dropped | reverse -%}
    {%- do adapter.rename_relation(item['backup'], item['relation']) -%}
  {%- endfor -%}
{%- endmacro %}


{# {table: [tables it refers to]} of everything that depends on the relation, the farthest first. #}
{% macro duckdb__references_to(relation) %}
  {%- call statement('references_to', fetch_result=True) -%}
    with recursive links as (
      select table_name as source, referenced_table as target
      from duckdb_constraints()
      where constraint_type = 'FOREIGN KEY'
        and lower(database_name) = lower('{{ adapter.escape_sql_string(relation.database) }}')
        and lower(schema_name) = lower('{{ adapter.escape_sql_string(relation.schema) }}')
        and lower(table_name) <> lower(referenced_table)
    ),
    reach(source, distance) as (
      select source, 1 from links where lower(target) = lower('{{ adapter.escape_sql_string(relation.identifier) }}')
      union
      select links.source, reach.distance + 1 from links join reach on lower(links.target) = lower(reach.source)
    ),
    farthest as (
      select source, max(distance) as distance from reach group by source
    )
    select links.source, lower(links.target) from farthest join links using (source)
    order by farthest.distance desc, links.source, links.target
  {%- endcall -%}
  {%- set references = {} -%}
  {%- for row in load_result('references_to').table -%}
    {%- do references.update({row[0]: references.get(row[0], []) + [row[1]]}) -%}
  {%- endfor -%}
  {{ return(references) }}
{% endmacro %}


{% macro duckdb__refuse_unless_rebuilt(relation, references) %}
  {%- set nodes = duckdb__models_of_tables(relation, references) -%}
  {%- set ids = {relation.identifier | lower: model.unique_id} -%}
  {%- for table, node in nodes.items() -%}
    {%- do ids.update({table | lower: node.unique_id}) -%}
  {%- endfor -%}
  {%- set problems = [] -%}
  {%- for table, targets in references.items() -%}
    {%- set problem = duckdb__why_not_rebuilt(nodes.get(table), targets, ids) -%}
    {%- if problem -%}
      {%- do problems.append(table ~ ' (' ~ problem ~ ')') -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if problems -%}
    {%- do exceptions.raise_compiler_error(
      'Cannot replace ' ~ relation ~ ': foreign keys refer to it, and DuckDB would have to drop tables that this run does not build anew: '
      ~ (problems | join('; '))
    ) -%}
  {%- endif -%}
{% endmacro %}

{% macro duckdb__models_of_tables(relation, references) %}
  {%- set names = {} -%}
  {%- for table in references -%}
    {%- do names.update({table | lower: table}) -%}
  {%- endfor -%}
  {%- set place = [relation.database | lower, relation.schema | lower] -%}
  {%- set nodes = {} -%}
  {%- for node in graph.nodes.values() if node.resource_type == 'model' and (node.alias or node.name) | lower in names -%}
    {%- if [(node.database or '') | lower, node.schema | lower] == place -%}
      {%- do nodes.update({names[(node.alias or node.name) | lower]: node}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(nodes) }}
{% endmacro %}

{# Empty where this run builds the table anew, after the one it refers to. #}
{% macro duckdb__why_not_rebuilt(node, targets, ids) %}
  {%- if node is none -%}
    {{ return('no model of this project builds it') }}
  {%- elif node.unique_id not in selected_resources -%}
    {{ return('model ' ~ node.name ~ ' is not selected') }}
  {%- endif -%}
  {%- set parents = [] -%}
  {%- for target in targets if target in ids and ids[target] in node.depends_on.nodes -%}
    {%- do parents.append(target) -%}
  {%- endfor -%}
  {%- if not parents -%}
    {{ return('model ' ~ node.name ~ ' does not ref() the table its foreign key refers to; write `to: ref(...)` in the constraint') }}
  {%- endif -%}
  {%- set anew = flags.FULL_REFRESH if node.config.full_refresh is none else node.config.full_refresh -%}
  {%- if node.config.materialized == 'table' or (node.config.materialized == 'incremental' and anew) -%}
    {{ return('') }}
  {%- endif -%}
  {{ return('model ' ~ node.name ~ ' is materialized as ' ~ node.config.materialized ~ ' and would lose its rows; build with --full-refresh') }}
{% endmacro %}
