{# A contract's constraints need the table before its rows: it is created empty and filled. Temporary tables take none. #}
{% macro postgres__create_table_as(temporary, relation, sql, language='sql') -%}
  {%- if language != 'sql' -%}
    {%- do exceptions.raise_compiler_error('PostgreSQL runs SQL models only, and ' ~ model.name ~ ' is written in ' ~ language) -%}
  {%- endif -%}
  {%- set contract = config.get('contract').enforced -%}
  {%- if contract -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif -%}
  {%- set kind = 'temporary ' if temporary else 'unlogged ' if config.get('unlogged', default=false) else '' -%}
  {{ config.get('sql_header', none) or '' }}
create {{ kind }}table {{ relation }}
  {%- if contract and not temporary %} {{ get_table_columns_and_constraints() | trim }};

insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() | trim }})
(
{{ get_select_subquery(sql) | trim }}
);
  {%- else %} as (
{{ sql }}
);
  {%- endif -%}
{%- endmacro %}
