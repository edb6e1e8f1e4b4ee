{#
  As get_test_sql, where warn_if or error_if is a share of rows: failures are compared with that part of what the test looks at. An
  empty table has no share that is too large.
#}
{% macro sluice_test_by_share(failing_rows, fail_calc, warn_if, error_if, tested) %}
  {{- return(adapter.dispatch('sluice_test_by_share', 'sluice')(failing_rows, fail_calc, warn_if, error_if, tested)) -}}
{% endmacro %}

{% macro default__sluice_test_by_share(failing_rows, fail_calc, warn_if, error_if, tested) %}
select
    failures,
    {{ sluice.sluice_exceeds(warn_if) }} as should_warn,
    {{ sluice.sluice_exceeds(error_if) }} as should_error,
    sluice_tested_rows
from (
    select
        (select {{ fail_calc }} from (
{{ failing_rows | trim }}
        ) dbt_internal_test) as failures,
        (select count(*) from {{ tested }}) as sluice_tested_rows
) as sluice_counted
{% endmacro %}

{% macro sluice_exceeds(threshold) %}
  {%- set share = modules.re.match('^\\s*(=|!=|<>|<=?|>=?)\\s*([0-9.]+)\\s*%\\s*$', threshold) -%}
  {%- if not share -%}
    {{- return('failures ' ~ threshold) -}}
  {%- endif -%}
  {{- return(
    'failures * 100 ' ~ share.group(1) ~ ' ' ~ share.group(2) ~ ' * sluice_tested_rows and (failures > 0 or sluice_tested_rows > 0)'
  ) -}}
{% endmacro %}
