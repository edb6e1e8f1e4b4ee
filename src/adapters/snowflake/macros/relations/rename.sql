{# The whole path is given: a bare new name would land in the session's schema. #}
{% macro snowflake__rename_relation(from_relation, to_relation) -%}
  {%- call statement('rename_relation') -%}
    {{ snowflake__alter(from_relation) }} rename to {{ to_relation.render() }}
  {%- endcall -%}
{% endmacro %}

{% macro snowflake__get_rename_sql(relation, new_name) -%}
  {{ snowflake__alter(relation) }} rename to {{ new_name }}
{%- endmacro %}

{% macro snowflake__get_rename_table_sql(relation, new_name) %}
  {{ snowflake__get_rename_sql(relation, new_name) }}
{% endmacro %}

{% macro snowflake__get_rename_view_sql(relation, new_name) %}
  {{ snowflake__get_rename_sql(relation, new_name) }}
{% endmacro %}

{% macro snowflake__get_rename_intermediate_sql(relation) -%}
  {{ get_rename_sql(make_intermediate_relation(relation), relation.render()) }}
{%- endmacro %}

{% macro snowflake__get_create_backup_sql(relation) -%}
  {%- set aside = make_backup_relation(relation, relation.type) -%}
  {{ get_drop_sql(aside) }};
  {{ get_rename_sql(relation, aside.render()) }}
{%- endmacro %}


{# Two tables of one kind change names in one step, for blue/green releases: `{% do swap_relations(a, b) %}` in a hook or an operation. #}
{% macro swap_relations(relation, other) %}
  {{ return(adapter.dispatch('swap_relations', 'dbt')(relation, other)) }}
{% endmacro %}

{% macro snowflake__swap_relations(relation, other) %}
  {%- do run_query(get_swap_sql(relation, other)) -%}
{% endmacro %}

{% macro get_swap_sql(relation, other) %}
  {{ return(adapter.dispatch('get_swap_sql', 'dbt')(relation, other)) }}
{% endmacro %}

{% macro snowflake__get_swap_sql(relation, other) %}
  {{ return(snowflake__alter(relation) ~ ' swap with ' ~ other.render()) }}
{% endmacro %}
