{# User-defined functions: the body stands between dollar signs, arguments may have defaults. #}
{% macro snowflake__scalar_function_sql(target_relation) %}
  {{ scalar_function_create_replace_signature_sql(target_relation) | trim }}
  {{ scalar_function_body_sql() | trim }}
{% endmacro %}

{% macro snowflake__scalar_function_python(target_relation) %}
  {{ snowflake__function_signature(target_relation, 'python', formatted_scalar_function_args_sql()) | trim }}
  {{ scalar_function_body_sql() | trim }}
{% endmacro %}

{# In JavaScript an argument is named as it was declared: quoted it keeps its case. #}
{% macro snowflake__scalar_function_javascript(target_relation) %}
  {{ snowflake__function_signature(target_relation, 'javascript', formatted_scalar_function_args_javascript()) | trim }}
  {{ scalar_function_body_sql() | trim }}
{% endmacro %}

{% macro snowflake__aggregate_function_python(target_relation) %}
  {{ get_aggregate_function_create_replace_signature(target_relation) | trim }}
  {{ scalar_function_body_sql() | trim }}
{% endmacro %}

{% macro snowflake__aggregate_function_javascript(target_relation) %}
  {%- do exceptions.raise_compiler_error('Snowflake has no aggregate functions in JavaScript: write ' ~ model.name ~ ' in Python') -%}
{% endmacro %}


{% macro snowflake__scalar_function_create_replace_signature_sql(target_relation) %}
  {{ snowflake__function_signature(target_relation, 'sql', formatted_scalar_function_args_sql()) | trim }}
{% endmacro %}

{% macro snowflake__function_signature(target_relation, language, arguments) %}
  create or replace function {{ target_relation.render() }} ({{ arguments | trim }})
  returns {{ model.returns.data_type }}
  language {{ language }}
  {{ scalar_function_volatility_sql() | trim }}
  {{ get_function_python_options() | trim if language == 'python' }}
  as
{% endmacro %}

{% macro snowflake__scalar_function_body_sql() %}
  $$
    {{ model.compiled_code }}
  $$
{% endmacro %}


{% macro snowflake__formatted_scalar_function_args_sql() %}
  {{ snowflake__function_arguments(false) }}
{% endmacro %}

{% macro snowflake__formatted_scalar_function_args_javascript() %}
  {{ snowflake__function_arguments((model.config.get('snowflake') or {}).get('quote_args', true)) }}
{% endmacro %}

{% macro snowflake__function_arguments(quoted) -%}
  {%- set parts = [] -%}
  {%- for argument in model.arguments -%}
    {%- set name = adapter.quote(argument.name) if quoted else argument.name -%}
    {%- set fallback = argument.get('default_value') -%}
    {%- do parts.append(name ~ ' ' ~ argument.data_type ~ (' default ' ~ fallback if fallback is not none else '')) -%}
  {%- endfor -%}
  {{ parts | join(', ') }}
{%- endmacro %}

{# Snowflake knows two kinds. #}
{% macro snowflake__scalar_function_volatility_sql() %}
  {%- set volatility = model.config.get('volatility') -%}
  {%- set words = {'deterministic': 'immutable', 'non-deterministic': 'volatile'} -%}
  {%- if volatility in words -%}
    {{ words[volatility] }}
  {%- elif volatility -%}
    {%- do unsupported_volatility_warning(volatility) -%}
  {%- endif -%}
{% endmacro %}
