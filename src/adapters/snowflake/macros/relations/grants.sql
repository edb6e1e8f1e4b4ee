{# Privileges are granted to roles. A grantee may say what it is: `database role sales.reader`, `share partner`. #}
{% macro snowflake__get_show_grant_sql(relation) %}
  show grants on {{ snowflake__grant_object(relation) }}
{% endmacro %}

{% macro snowflake__get_grant_sql(relation, privilege, grantees) -%}
  {%- set named = [] -%}
  {%- for grantee in grantees -%}
    {%- set words = (grantee | lower).split(' ') -%}
    {%- set says_kind = words | length > 1 and words[0] in ['role', 'database', 'application', 'share'] -%}
    {%- do named.append(grantee if says_kind else 'role ' ~ grantee) -%}
  {%- endfor -%}
  grant {{ privilege }} on {{ snowflake__grant_object(relation) }} to {{ named | join(', ') }}
{%- endmacro %}

{# Grantees are named as `show grants` gave them. #}
{% macro snowflake__get_revoke_sql(relation, privilege, grantees) -%}
  revoke {{ privilege }} on {{ snowflake__grant_object(relation) }} from role {{ get_quoted_csv(grantees) }}
{%- endmacro %}

{% macro snowflake__support_multiple_grantees_per_dcl_statement() %}
  {{ return(False) }}
{% endmacro %}

{# Replacing drops the grants of before unless they are copied. #}
{% macro snowflake__copy_grants() %}
  {{ return(true if config.get('copy_grants') else false) }}
{% endmacro %}


{# A function is told from its namesakes by the types of its arguments. #}
{% macro snowflake__grant_object(relation) %}
  {%- set named = snowflake__object_type(relation) ~ ' ' ~ relation.render() -%}
  {{ return(named ~ '(' ~ (model.arguments | map(attribute='data_type') | join(', ')) ~ ')' if relation.is_function else named) }}
{% endmacro %}
