{#
  Rows of a unit test as SQL. Values are cast to the types of the relation they stand for, columns a row leaves out
  are null, and names are compared without regard to case.
#}
{% macro get_fixture_sql(rows, column_name_to_data_types) %}
-- Fixture for {{ model.name }}
{%- set types = column_name_to_data_types or {} -%}
{%- set quoted = {} -%}
{%- if not types -%}
    {%- set source = defer_relation if defer_relation and not load_relation(this) else this -%}
    {%- for column in adapter.get_columns_in_relation(source) -%}
        {%- do types.update({column.name | lower: column.data_type}) -%}
        {%- do quoted.update({column.name | lower: column.quoted}) -%}
    {%- endfor -%}
{%- endif -%}
{%- if not types -%}
    {%- do exceptions.raise_compiler_error(
        "The columns of '" ~ model.name ~ "' are not known, so its unit test rows cannot be typed: " ~ this ~ " does not exist yet"
    ) -%}
{%- endif -%}
{%- do validate_fixture_rows(rows, none) -%}
{%- set nulls = {} -%}
{%- for name, type in types.items() -%}
    {%- do nulls.update({name: safe_cast('null', type) | trim}) -%}
{%- endfor %}
{% for row in rows -%}
    {%- set values = dict(nulls) -%}
    {%- do values.update(format_row(row, types)) -%}
    {{ select_of_values(values, quoted) }}
    {%- if not loop.last %}
union all
{% endif -%}
{%- else -%}
    {{ select_of_values(nulls, quoted) }}
limit 0
{%- endfor -%}
{% endmacro %}


{% macro get_expected_sql(rows, column_name_to_data_types, column_name_to_quoted) %}
{% for row in rows -%}
    {{ select_of_values(format_row(row, column_name_to_data_types), column_name_to_quoted) }}
    {%- if not loop.last %}
union all
{% endif -%}
{%- else -%}
select * from dbt_internal_unit_test_actual
limit 0
{%- endfor -%}
{% endmacro %}


{% macro select_of_values(values, quoted) -%}
    {%- set parts = [] -%}
    {%- for name, value in values.items() -%}
        {%- do parts.append((value | trim) ~ ' as ' ~ (quoted[name] or adapter.quote(name))) -%}
    {%- endfor -%}
    select {{ parts | join(', ') }}
{%- endmacro %}


{# {column: typed SQL} of a row; a column nobody knows is an error, since it is most often a typing mistake. #}
{%- macro format_row(row, column_name_to_data_types) -%}
    {%- set formatted = {} -%}
    {%- for given_name, value in row.items() -%}
        {%- set name = given_name | lower -%}
        {%- if name not in column_name_to_data_types -%}
            {%- set place = 'expected output' if model.resource_type == 'unit_test' else "'" ~ model.name ~ "'" -%}
            {%- do exceptions.raise_compiler_error(
                "Invalid column name: '" ~ name ~ "' in unit test fixture for " ~ place ~ ".\nAccepted columns for " ~ place ~ " are: "
                ~ (column_name_to_data_types.keys() | list)
            ) -%}
        {%- endif -%}
        {%- set type = column_name_to_data_types[name] -%}
        {%- if value is none -%}
            {%- set literal = 'null' -%}
        {%- elif value is string -%}
            {%- set literal = dbt.string_literal(dbt.escape_single_quotes(value)) -%}
            {#- A length in the type would cut the text without a word. -#}
            {%- set type = type.split('(')[0] if 'varying' in type else type -%}
        {%- else -%}
            {%- set literal = value -%}
        {%- endif -%}
        {%- do formatted.update({name: safe_cast(literal, type)}) -%}
    {%- endfor -%}
    {{ return(formatted) }}
{%- endmacro -%}


{# For warehouses with demands of their own. #}
{%- macro validate_fixture_rows(rows, row_number) -%}
    {{ return(adapter.dispatch('validate_fixture_rows', 'dbt')(rows, row_number)) }}
{%- endmacro -%}

{%- macro default__validate_fixture_rows(rows, row_number) -%}
{%- endmacro -%}
