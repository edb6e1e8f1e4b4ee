{% set stray = 1 %}
{% macro get_incremental_microbatch_sql(arg_dict) %}{{ return(dbt.get_incremental_microbatch_sql(arg_dict)) }}{% endmacro %}
{% if stray %}{% endif %}
{% macro twos() %}{{ return(modules.itertools.product([1], [2]) | list) }}{% endmacro %}
