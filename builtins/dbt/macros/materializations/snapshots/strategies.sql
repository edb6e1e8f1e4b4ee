{#
  `snapshot_<name>_strategy` is looked up by name, in a package where the name is `package.name`. A strategy answers
  unique_key, updated_at, row_changed, scd_id, hard_deletes and invalidate_hard_deletes, most of them SQL.
#}
{% macro strategy_dispatch(name) -%}
  {%- set parts = name.split('.', 1) -%}
  {%- set macro_name = 'snapshot_' ~ parts[-1] ~ '_strategy' -%}
  {%- if parts | length == 1 -%}
    {%- set place = context -%}
  {%- elif parts[0] in context -%}
    {%- set place = context[parts[0]] -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error("Strategy '" ~ name ~ "' names a package '" ~ parts[0] ~ "' that is not there") -%}
  {%- endif -%}
  {%- if macro_name not in place -%}
    {%- do exceptions.raise_compiler_error("There is no snapshot strategy '" ~ name ~ "': no macro " ~ macro_name) -%}
  {%- endif -%}
  {{ return(place[macro_name]) }}
{%- endmacro %}


{# A row changed when its own time did. Compared with the version's start, since an older strategy may not have kept the column. #}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {%- set updated_at = config.get('updated_at') -%}
  {%- set changed = '(' ~ snapshotted_rel ~ '.' ~ snapshot_columns().dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')' -%}
  {{ return(snapshot_strategy_facts(updated_at, changed)) }}
{% endmacro %}


{# A row changed when one of the columns did, null counting as a value; all rows did when a column is new. #}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {%- set column_added, names = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
  {%- set differences = [get_true_sql() | trim] if column_added else [] -%}
  {%- for name in names if not column_added -%}
    {%- set old = snapshotted_rel ~ '.' ~ name -%}
    {%- set new = current_rel ~ '.' ~ name -%}
    {%- do differences.append(
      old ~ ' != ' ~ new
      ~ ' or ((' ~ old ~ ' is null) and not (' ~ new ~ ' is null))'
      ~ ' or ((not ' ~ old ~ ' is null) and (' ~ new ~ ' is null))'
    ) -%}
  {%- endfor -%}
  {{ return(snapshot_strategy_facts(config.get('updated_at') or snapshot_get_time(), '(' ~ (differences | join(' or ')) ~ ')')) }}
{% endmacro %}


{% macro snapshot_strategy_facts(updated_at, row_changed) %}
  {%- set unique_key = config.get('unique_key') -%}
  {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
  {{ return({
    'unique_key': unique_key,
    'updated_at': updated_at,
    'row_changed': row_changed,
    'scd_id': snapshot_hash_arguments(api.Relation.scd_args(unique_key, updated_at)),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes,
  }) }}
{% endmacro %}


{# (a column is new, quoted names of the columns to compare) as the query and the table spell them. #}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- if not target_exists -%}
    {{ return((false, [])) }}
  {%- endif -%}
  {%- if check_cols_config == 'all' -%}
    {%- set wanted = get_columns_in_query(node['compiled_code']) -%}
  {%- elif check_cols_config is iterable and check_cols_config | length > 0 -%}
    {%- set listed -%}
      select {{ check_cols_config | join(', ') }} from (
        {{ node['compiled_code'] }}
      ) subq
    {%- endset -%}
    {%- set wanted = get_columns_in_query(listed) -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error("Invalid value for 'check_cols': " ~ check_cols_config) -%}
  {%- endif -%}
  {%- set target_relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
  {%- set existing = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | list -%}
  {%- set comparable = [] -%}
  {%- for name in wanted if name in existing -%}
    {%- do comparable.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return((comparable | length < wanted | length, comparable)) }}
{%- endmacro %}


{# One version's identity. Changing this text would give every existing snapshot new ids. #}
{% macro snapshot_hash_arguments(args) -%}
  {{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
  {%- set parts = [] -%}
  {%- for arg in args -%}
    {%- do parts.append("coalesce(cast(" ~ arg ~ " as varchar ), '')") -%}
  {%- endfor -%}
  md5({{ parts | join(" || '|' || ") }})
{%- endmacro %}


{% macro get_true_sql() %}
  {{ adapter.dispatch('get_true_sql', 'dbt')() }}
{% endmacro %}

{% macro default__get_true_sql() %}
  {{ return('TRUE') }}
{% endmacro %}
