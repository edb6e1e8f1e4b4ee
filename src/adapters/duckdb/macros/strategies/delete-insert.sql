{% macro duckdb__get_incremental_default_sql(arg_dict) %}
  {%- do return(get_incremental_delete_insert_sql(arg_dict)) -%}
{% endmacro %}


{# With no key nothing is deleted. A list of keys is joined column by column, one key is looked up. #}
{% macro duckdb__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- set conditions = [] -%}
  {%- if unique_key and (unique_key is string or unique_key is not sequence) -%}
    {%- do conditions.append('(' ~ unique_key ~ ') in (select (' ~ unique_key ~ ') from ' ~ source ~ ')') -%}
delete from {{ target }}
  {%- elif unique_key -%}
    {%- for key in unique_key -%}
      {%- do conditions.append(source ~ '.' ~ key ~ ' = DBT_INCREMENTAL_TARGET.' ~ key) -%}
    {%- endfor -%}
delete from {{ target }} as DBT_INCREMENTAL_TARGET
using {{ source }}
  {%- endif %}
  {%- if unique_key %}
where {{ (conditions + normalize_incremental_predicates(incremental_predicates)) | join('\n    and ') }};

{% endif -%}
{{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}


{%- macro normalize_incremental_predicates(incremental_predicates) -%}
  {{ return(normalize_string_or_list(incremental_predicates, 'incremental_predicates')) }}
{%- endmacro -%}
