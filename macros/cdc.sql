{#
  Incremental strategy `cdc`: the batch says, for each key it names, what is to stand there now.

  A batch row carries `op` (D: the key goes; anything else: the row stands) and `loaded_at`, when the change was loaded. An older
  change never replaces a newer one, and a row that already stands is not written again: building twice changes nothing.
#}
{% macro get_incremental_cdc_sql(arg_dict) -%}
  {%- if not arg_dict['unique_key'] -%}
    {{ exceptions.raise_compiler_error("the incremental strategy cdc needs a unique_key") }}
  {%- endif -%}
  {{ adapter.dispatch('get_incremental_cdc_sql')(arg_dict) }}
{%- endmacro %}

{# Two statements that any warehouse runs in one transaction. #}
{% macro default__get_incremental_cdc_sql(arg_dict) -%}
  {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}
  {%- set columns = quoted_names(names) | join(',\n    ') -%}
delete from {{ arg_dict['target_relation'] }} as standing
where exists (
    select 1
    from {{ arg_dict['temp_relation'] }} as change
    where {{ cdc_same_key(arg_dict['unique_key']) }}
        and change.loaded_at >= standing.loaded_at
        and (
            change.op = 'D'
            or {{ cdc_differs(names) | indent(12) }}
        )
);

insert into {{ arg_dict['target_relation'] }} (
    {{ columns }}
)
select
    {{ columns }}
from {{ arg_dict['temp_relation'] }} as change
where change.op <> 'D'
    and not exists (
        select 1
        from {{ arg_dict['target_relation'] }} as standing
        where {{ cdc_same_key(arg_dict['unique_key']) }}
    )
{%- endmacro %}

{% macro duckdb__get_incremental_cdc_sql(arg_dict) -%}
  {{ cdc_merge(arg_dict) }}
{%- endmacro %}

{% macro snowflake__get_incremental_cdc_sql(arg_dict) -%}
  {{ cdc_merge(arg_dict) }}
{%- endmacro %}

{# PostgreSQL knows MERGE from version 15 on, and a compressed hypertable refuses it: delete and insert work on all of them. #}
{% macro postgres__get_incremental_cdc_sql(arg_dict) -%}
  {{ default__get_incremental_cdc_sql(arg_dict) }}
{%- endmacro %}

{% macro cdc_merge(arg_dict) -%}
  {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}
  {%- set columns = quoted_names(names) -%}
merge into {{ arg_dict['target_relation'] }} as standing
using {{ arg_dict['temp_relation'] }} as change
on {{ cdc_same_key(arg_dict['unique_key']) }}
when matched and change.loaded_at >= standing.loaded_at and change.op = 'D' then delete
when matched and change.loaded_at >= standing.loaded_at and (
    {{ cdc_differs(names) | indent(4) }}
) then update set
  {%- for column in columns %}
    {{ column }} = change.{{ column }}{{ ',' if not loop.last }}
  {%- endfor %}
when not matched and change.op <> 'D' then insert (
    {{ columns | join(',\n    ') }}
)
values (
  {%- for column in columns %}
    change.{{ column }}{{ ',' if not loop.last }}
  {%- endfor %}
)
{%- endmacro %}

{% macro cdc_same_key(unique_key) -%}
  {%- set keys = [unique_key] if unique_key is string else unique_key -%}
  {%- for key in keys -%}
    {{ 'and ' if not loop.first }}change.{{ key }} = standing.{{ key }}{{ ' ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{% macro cdc_differs(names) -%}
  {%- set differences = [] -%}
  {%- for column in quoted_names(names) -%}
    {%- do differences.append('change.' ~ column ~ ' is distinct from standing.' ~ column) -%}
  {%- endfor -%}
{{ differences | join('\nor ') }}
{%- endmacro %}

{% macro quoted_names(names) -%}
  {%- set quoted = [] -%}
  {%- for name in names -%}
    {%- do quoted.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(quoted) }}
{%- endmacro %}
