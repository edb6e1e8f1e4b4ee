{% macro helper(x) %}{{ return(adapter.dispatch('helper', 'lib')(x)) }}{% endmacro %}
{% macro default__helper(x) %}{{ x }}{% endmacro %}
