{#
  Casts that turn what cannot be read into null, so that one bad value rejects its ticket and never stops a load.
#}

{% macro as_decimal(expression, precision, scale) -%}
  {{ adapter.dispatch('as_decimal')(expression, precision, scale) }}
{%- endmacro %}

{% macro default__as_decimal(expression, precision, scale) -%}
  cast({{ expression }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro duckdb__as_decimal(expression, precision, scale) -%}
  try_cast({{ expression }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro postgres__as_decimal(expression, precision, scale) -%}
  cast(substring(cast({{ expression }} as text) from '^\s*[-+]?[0-9]+\.?[0-9]*\s*$') as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro snowflake__as_decimal(expression, precision, scale) -%}
  try_cast(cast({{ expression }} as varchar) as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}


{% macro as_date(expression) -%}
  {{ adapter.dispatch('as_date')(expression) }}
{%- endmacro %}

{% macro default__as_date(expression) -%}
  cast({{ expression }} as date)
{%- endmacro %}

{% macro duckdb__as_date(expression) -%}
  try_cast({{ expression }} as date)
{%- endmacro %}

{% macro postgres__as_date(expression) -%}
  cast(substring(cast({{ expression }} as text) from '^[0-9]{4}-[0-9]{2}-[0-9]{2}') as date)
{%- endmacro %}

{% macro snowflake__as_date(expression) -%}
  try_cast(cast({{ expression }} as varchar) as date)
{%- endmacro %}


{# Money and totals of money: two decimals, never a float. #}
{% macro money(expression) -%}
  cast({{ expression }} as decimal(18, 2))
{%- endmacro %}


{#
  A quotient of figures that are not negative and have three decimals at most, rounded half up. Warehouses divide each in their own
  way (floats, six digits, twelve), so only what divides without a rest is divided: the same digits come out everywhere.
#}
{% macro ratio(numerator, denominator, precision, scale) -%}
  {%- set whole = 'cast(' ~ denominator ~ ' as decimal(38, 3))' -%}
  {%- set top = 'cast(' ~ numerator ~ ' as decimal(38, 3)) * ' ~ 2 * 10 ** scale ~ ' + ' ~ whole -%}
  {%- set bottom = 'nullif(' ~ whole ~ ' * 2, 0)' -%}
cast(0.{{ '0' * (scale - 1) }}1 * cast(
    ({{ top }} - mod({{ top }}, {{ bottom }}))
    / {{ bottom }} as decimal(18, 0)
) as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}


{#
  At the end of a subquery that casts. PostgreSQL pulls such a subquery apart and would cast anew for every pair of rows that a join
  looks at; `offset 0` keeps it whole.
#}
{% macro evaluated_once() -%}
  {{- adapter.dispatch('evaluated_once')() -}}
{%- endmacro %}

{% macro default__evaluated_once() -%}
{%- endmacro %}

{% macro postgres__evaluated_once() %}
    offset 0
{%- endmacro %}
