{#
  DuckDB has no functions of its users, but macros, which take SQL as these do: an expression or a query of one row, an
  aggregate of its argument's rows, or a query of many. Files of the usual storage version take no types of arguments.
#}
{% macro duckdb__scalar_function_sql(target_relation) %}
  create or replace macro {{ target_relation.render() }}({{ formatted_scalar_function_args_sql() | trim }}) as (
    cast((
      {{ model.compiled_code }}
    ) as {{ model.returns.data_type }})
  );
{% endmacro %}

{% macro duckdb__aggregate_function_sql(target_relation) %}
  {{ duckdb__scalar_function_sql(target_relation) }}
{% endmacro %}

{% macro duckdb__table_function_sql(target_relation) %}
  create or replace macro {{ target_relation.render() }}({{ formatted_scalar_function_args_sql() | trim }}) as table (
    {{ model.compiled_code }}
  );
{% endmacro %}

{% macro duckdb__scalar_function_python(target_relation) %}
  {%- do exceptions.raise_compiler_error('DuckDB keeps no functions in Python: write ' ~ model.name ~ ' in SQL, or what it computes as a Python model') -%}
{% endmacro %}

{% macro duckdb__aggregate_function_python(target_relation) %}
  {{ duckdb__scalar_function_python(target_relation) }}
{% endmacro %}

{% macro duckdb__formatted_scalar_function_args_sql() %}
  {%- set parts = [] -%}
  {%- for argument in model.arguments -%}
    {%- set fallback = argument.get('default_value', none) -%}
    {%- do parts.append(argument.name ~ (' := ' ~ fallback if fallback is not none else '')) -%}
  {%- endfor -%}
  {{ parts | join(', ') }}
{% endmacro %}
