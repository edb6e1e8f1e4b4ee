{% macro log_start() %}{{ log('x') }}{% endmacro %}
{% macro log_end(results) -%} {{ helper_macro(results, y=none) }} {%- endmacro %}
{% macro helper_macro(x, y=var('ratio')) %}{{ return(lib.helper(x)) }}{% endmacro %}
{% macro pick() %}{{ return(adapter.dispatch('pick', 'everything')()) }}{% endmacro %}
{% macro default__pick() %}{{ helper_macro(3) }}{% endmacro %}
{% macro duckdb__pick() %}{% do run_query('select 1') %}{% call statement('a') %}{% endcall %}{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}{%- else -%}{{ custom_schema_name | trim }}_x{%- endif -%}
{%- endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
{%- if custom_alias_name -%}{{ custom_alias_name | trim }}{%- elif node.version -%}{{ node.name ~ '__v' ~ node.version }}{%- else -%}{{ node.name }}{%- endif -%}
{%- endmacro %}
{% materialization mine, adapter='duckdb', supported_languages=['sql', 'python'] %}{{ return({'relations': []}) }}{% endmaterialization %}
{% materialization other, default %}{{ run_hooks(pre_hooks) }}{{ return({'relations': []}) }}{% endmaterialization %}
{% macro unknown_later() %}{{ caller() if false }}{% endmacro %}
{% macro get_where_subquery(relation) %}{{ default__get_where_subquery(relation) }}{% endmacro %}
