{# How many rows in a million have no value in the column: compare it by warn_if and error_if. #}
{% test null_share(model, column_name) %}
{{ config(fail_calc='coalesce(max(per_million), 0)') }}
select cast(floor(1000000.0 * sum(case when {{ column_name }} is null then 1 else 0 end) / count(*)) as bigint) as per_million
from {{ model }}
having count(*) > 0
{% endtest %}
