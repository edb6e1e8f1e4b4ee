{# From the relation's own access list: information_schema leaves out materialized views and functions. #}
{%- macro postgres__get_show_grant_sql(relation) -%}
  {%- set table = ['relacl', 'pg_class', 'relname', 'relnamespace'] -%}
  {%- set function = ['proacl', 'pg_proc', 'proname', 'pronamespace'] -%}
  {%- set list, catalog, name, namespace = function if relation.is_function else table %}
  select coalesce(role.rolname, 'public') as grantee, entry.privilege_type
  from pg_catalog.{{ catalog }} object
  join pg_catalog.pg_namespace sch on sch.oid = object.{{ namespace }}
  cross join lateral pg_catalog.aclexplode(object.{{ list }}) entry
  left join pg_catalog.pg_roles role on role.oid = entry.grantee
  where sch.nspname = {{ postgres_text(relation.schema) }}
    and object.{{ name }} = {{ postgres_text(relation.identifier) }}
    and pg_catalog.pg_get_userbyid(entry.grantor) = current_role
    and role.rolname is distinct from current_role
{%- endmacro -%}

{%- macro postgres__get_grant_sql(relation, privilege, grantees) -%}
  grant {{ privilege }} on {{ 'function ' if relation.is_function }}{{ relation.render() }} to {{ grantees | join(', ') }}
{%- endmacro -%}

{# Names as the server has them; PUBLIC is no name. #}
{%- macro postgres__get_revoke_sql(relation, privilege, grantees) -%}
  {%- set names = [] -%}
  {%- for grantee in grantees -%}
    {%- do names.append('public' if grantee == 'public' else adapter.quote(grantee)) -%}
  {%- endfor -%}
  revoke {{ privilege }} on {{ 'function ' if relation.is_function }}{{ relation.render() }} from {{ names | join(', ') }}
{%- endmacro -%}

{# A table that replaces another starts without the other's grants. #}
{% macro postgres__copy_grants() %}
  {{ return(False) }}
{% endmacro %}
