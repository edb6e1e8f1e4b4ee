{# Partitioning and sorting are DuckLake's; on other databases the configs are left out with a warning. #}
{% macro duckdb__lay_out_table(relation, partitioned_by, sorted_by) -%}
  {%- if partitioned_by -%}
    {{ duckdb__alter_table_set_partitioned_by(relation, partitioned_by) }}
  {%- endif %}
  {%- if sorted_by %}
    {{ duckdb__alter_table_set_sorted_by(relation, sorted_by) }}
  {%- endif -%}
{%- endmacro %}

{% macro duckdb__alter_table_set_partitioned_by(relation, partitioned_by) -%}
alter table {{ relation }} set partitioned by ({{ partitioned_by }});
{% endmacro %}

{% macro duckdb__alter_table_set_sorted_by(relation, sorted_by) -%}
alter table {{ relation }} set sorted by ({{ sorted_by }});
{% endmacro %}


{% macro duckdb__get_partitioned_by(relation, temporary) -%}
  {%- set columns = duckdb__layout_columns('partitioned_by', 'partition_by', relation, temporary) -%}
  {{ return(columns | join(', ') if columns else none) }}
{%- endmacro %}

{% macro duckdb__get_sorted_by(relation, temporary) -%}
  {%- set columns = duckdb__layout_columns('sorted_by', 'sort_by', relation, temporary) -%}
  {{ return(get_quoted_csv(columns) if columns else none) }}
{%- endmacro %}

{% macro duckdb__layout_columns(key, other_key, relation, temporary) -%}
  {%- set given = config.get(key, none) or config.get(other_key, none) -%}
  {%- if temporary or not given -%}
    {{ return([]) }}
  {%- endif -%}
  {%- set names = key ~ '/' ~ other_key -%}
  {%- set columns = normalize_string_or_list(given, names) -%}
  {%- if not adapter.is_ducklake(relation) -%}
    {%- do adapter.warn_once(names ~ ' is for DuckLake only and is left out for ' ~ relation) -%}
    {{ return([]) }}
  {%- endif -%}
  {{ return(columns) }}
{%- endmacro %}


{# A text or a list of texts as a list. #}
{%- macro normalize_string_or_list(raw, field_name) -%}
  {%- if raw is none -%}
    {{ return([]) }}
  {%- elif raw is string -%}
    {{ return([raw]) }}
  {%- elif raw is mapping or raw is not sequence -%}
    {%- do exceptions.raise_compiler_error(field_name ~ ' must be a list of strings or a string') -%}
  {%- elif raw | reject('string') | list -%}
    {%- do exceptions.raise_compiler_error(field_name ~ ' list values must be non-empty strings') -%}
  {%- endif -%}
  {{ return(raw | list) }}
{%- endmacro -%}
