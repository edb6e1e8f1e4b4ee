{# Where Snowflake words a function otherwise than the default does. #}
{% macro snowflake__bool_or(expression) -%}
  boolor_agg({{ expression }})
{%- endmacro %}

{% macro snowflake__array_construct(inputs, data_type) -%}
  array_construct( {{ inputs | join(' , ') }} )
{%- endmacro %}

{# A length of 0 would give null. #}
{% macro snowflake__right(string_text, length_expression) -%}
  case when {{ length_expression }} = 0
    then ''
    else right({{ string_text }}, {{ length_expression }})
  end
{%- endmacro %}

{# A backslash escapes within single quotes. #}
{% macro snowflake__escape_single_quotes(expression) -%}
  {{ expression | replace("'", "\\'") }}
{%- endmacro %}
