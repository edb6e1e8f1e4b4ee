{% macro h(x) %}select '{{ x }}' from {{ ref('s1') if x == 'never' else this }}{% endmacro %}
{% macro default__pm() %}2{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) %}{% if custom_schema_name %}{{ custom_schema_name }}{% else %}{{ target.schema }}_{{ node.resource_type }}{% endif %}{% endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ default__generate_alias_name(custom_alias_name, node) }}_x{% endmacro %}
{% macro wrap(n) %}{{ ref(n) }}{{ source('s', 't') }}{% endmacro %}
