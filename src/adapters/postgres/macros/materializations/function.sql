{% macro postgres__formatted_scalar_function_args_sql() %}
  {%- set parts = [] -%}
  {%- for argument in model.arguments -%}
    {%- set fallback = argument.get('default_value', none) -%}
    {%- do parts.append(argument.name ~ ' ' ~ argument.data_type ~ (' default ' ~ fallback if fallback is not none else '')) -%}
  {%- endfor -%}
  {{ parts | join(', ') }}
{% endmacro %}


{#
  PostgreSQL's aggregates are made of functions: here the values are collected in an array, and the model's expression
  is evaluated over its elements at the end.
#}
{% macro postgres__aggregate_function_sql(target_relation) %}
  {%- if model.arguments | length != 1 -%}
    {%- do exceptions.raise_compiler_error("An aggregate function takes one argument here, and '" ~ model.name ~ "' has " ~ (model.arguments | length)) -%}
  {%- endif -%}
  {%- set argument = model.arguments[0] -%}
  {%- set final = make_intermediate_relation(target_relation, '__dbt_final') -%}
  create or replace function {{ final.render() }} (dbt_values {{ argument.data_type }}[])
  returns {{ model.returns.data_type }}
  {{ get_aggregate_function_volatility_specifier() | trim }}
  as $$
    select {{ model.compiled_code }}
    from unnest(dbt_values) as dbt_rows({{ argument.name }})
  $$ language sql;
  create or replace aggregate {{ target_relation.render() }} ({{ argument.data_type }}) (
    sfunc = pg_catalog.array_append,
    stype = {{ argument.data_type }}[],
    initcond = '{}',
    finalfunc = {{ final.render() }}
  );
{% endmacro %}
