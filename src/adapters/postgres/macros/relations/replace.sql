{# Where one text is wanted that turns an existing relation into another. Views keep what depends on them if columns stay. #}
{% macro postgres__get_replace_view_sql(relation, sql) -%}
  {%- if config.get('contract').enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif -%}
  {{ config.get('sql_header', none) or '' }}
  create or replace view {{ relation }} as (
    {{ sql }}
  );
{%- endmacro %}

{# There is no `create or replace table`: built beside, then renamed. #}
{% macro postgres__get_replace_table_sql(relation, sql) -%}
  {%- set aside = make_backup_relation(relation, 'table') -%}
  {{ get_create_intermediate_sql(relation, sql) }}
  {{ get_drop_sql(aside) }};
  {{ get_rename_sql(relation, aside.identifier) }};
  {{ get_rename_intermediate_sql(relation) }};
  {{ get_drop_sql(aside) }};
{%- endmacro %}

{# What depends on the old relation goes with it, and the relation cache has to hear of that. #}
{% macro postgres__get_replace_sql(existing_relation, target_relation, sql) %}
  {%- do adapter.cache_dropped(existing_relation) -%}
  {{ default__get_replace_sql(existing_relation, target_relation, sql) }}
{% endmacro %}


{% macro postgres__get_rename_table_sql(relation, new_name) -%}
  alter table {{ relation }} rename to {{ adapter.quote_as_configured(new_name, 'identifier') }}
{%- endmacro %}

{% macro postgres__get_rename_view_sql(relation, new_name) -%}
  alter view {{ relation }} rename to {{ adapter.quote_as_configured(new_name, 'identifier') }}
{%- endmacro %}

{% macro postgres__get_rename_materialized_view_sql(relation, new_name) -%}
  alter materialized view {{ relation }} rename to {{ adapter.quote_as_configured(new_name, 'identifier') }}
{%- endmacro %}


{# Costs a rename, which a view takes whole; the keys of a table would keep the staged name. #}
{% macro postgres__stages_first_build(target_relation) %}
  {{ return(target_relation.is_view) }}
{% endmacro %}
