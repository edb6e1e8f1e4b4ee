{# A dynamic table as Snowflake has it: the row of `show dynamic tables`, none where it is not found. #}
{% macro snowflake__describe_dynamic_table(relation) %}
  {{ return(snowflake__show_one('dynamic tables', relation)) }}
{% endmacro %}


{#
  What the config wants otherwise than it is, by name; none where nothing differs. The new value of a setting taken away
  is none. `requires_full_refresh`: no ALTER does it.
#}
{% macro snowflake__get_dynamic_table_configuration_changes(existing_relation, new_config) -%}
  {%- set is = snowflake__describe_dynamic_table(existing_relation) -%}
  {%- if not is -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set wanted = snowflake__dynamic_table_settings() -%}
  {%- set changes = {} -%}
  {%- if wanted.target_lag and snowflake__lag_seconds(wanted.target_lag) != snowflake__lag_seconds(is.get('target_lag')) -%}
    {%- do changes.update({'target_lag': wanted.target_lag}) -%}
  {%- endif -%}
  {%- for name in ['warehouse', 'initialization_warehouse'] -%}
    {%- if snowflake__warehouse_key(wanted[name]) != snowflake__warehouse_key(is.get(name)) -%}
      {%- do changes.update({name: wanted[name]}) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if wanted.scheduler != (snowflake__set_or_none(is.get('scheduler')) or ('ENABLE' if is.get('target_lag') else 'DISABLE')) | upper -%}
    {%- do changes.update({'scheduler': wanted.scheduler}) -%}
  {%- endif -%}
  {%- if wanted.immutable_where != snowflake__immutable_condition(is.get('immutable_where')) -%}
    {%- do changes.update({'immutable_where': wanted.immutable_where}) -%}
  {%- endif -%}
  {%- if snowflake__key_text(wanted.cluster_by) != snowflake__key_text(is.get('cluster_by')) -%}
    {%- do changes.update({'cluster_by': wanted.cluster_by}) -%}
  {%- endif -%}
  {%- do changes.update(snowflake__dynamic_table_replacing_changes(existing_relation, wanted, is)) -%}
  {%- if not changes and snowflake__dynamic_table_query_differs(is.get('text'), sql) -%}
    {%- do exceptions.warn(
      'The query of ' ~ existing_relation.render() ~ ' is not the one it was made with: build it anew with --full-refresh'
    ) -%}
  {%- endif -%}
  {{ return(changes or none) }}
{%- endmacro %}

{# Those that only building anew brings about. AUTO leaves the mode to Snowflake, which then tells the one it chose. #}
{% macro snowflake__dynamic_table_replacing_changes(existing_relation, wanted, is) %}
  {%- set changes = {} -%}
  {%- if wanted.refresh_mode not in ['AUTO', is.get('refresh_mode')] -%}
    {%- do changes.update({'refresh_mode': wanted.refresh_mode}) -%}
  {%- endif -%}
  {%- if wanted.transient is not none -%}
    {%- set listed = snowflake__show_one('tables', existing_relation) or {} -%}
    {%- if (listed.get('kind') == 'TRANSIENT') != wanted.transient -%}
      {%- do changes.update({'transient': wanted.transient}) -%}
    {%- endif -%}
  {%- endif -%}
  {%- if changes -%}
    {%- do changes.update({'requires_full_refresh': true}) -%}
  {%- endif -%}
  {{ return(changes) }}
{% endmacro %}


{# '60 seconds' comes back as '1 minute'. #}
{% macro snowflake__lag_seconds(lag) %}
  {%- set text = snowflake__set_or_none(lag) -%}
  {%- if text is none -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set words = (text | lower).split() -%}
  {%- set seconds = {'second': 1, 'minute': 60, 'hour': 3600, 'day': 86400} -%}
  {%- set unit = words[1].rstrip('s') if words | length == 2 else '' -%}
  {{ return(words[0] | int * seconds[unit] if unit in seconds else words | join(' ')) }}
{% endmacro %}

{# A warehouse named in quotes comes back without them. #}
{% macro snowflake__warehouse_key(name) %}
  {%- set text = snowflake__set_or_none(name) -%}
  {{ return(text if text is none else text.strip('"') | lower) }}
{% endmacro %}

{# `a, b` comes back as `LINEAR(A, B)`. #}
{% macro snowflake__key_text(key) %}
  {%- set text = ((snowflake__set_or_none(key) or '') | lower | replace(' ', '')) -%}
  {%- set text = text[6:] if text.startswith('linear(') else text -%}
  {{ return(text[1:-1] if text.startswith('(') and text.endswith(')') else text) }}
{% endmacro %}

{# `a < 1` comes back as `IMMUTABLE WHERE (a < 1)`. #}
{% macro snowflake__immutable_condition(text) %}
  {%- set condition = snowflake__set_or_none(text) -%}
  {%- if condition is not none and (condition | upper).startswith('IMMUTABLE WHERE (') -%}
    {%- set condition = condition[17:-1] -%}
  {%- endif -%}
  {{ return(condition) }}
{% endmacro %}


{# One statement per property: a list of them is written with commas in some releases, without in others. #}
{% macro snowflake__get_alter_dynamic_table_as_sql(existing_relation, configuration_changes, target_relation, sql) -%}
  {%- if configuration_changes.requires_full_refresh -%}
    {{ return(get_replace_sql(existing_relation, target_relation, sql)) }}
  {%- endif -%}
  {%- set statements = [] -%}
  {%- for name, value in configuration_changes.items() -%}
    {%- do statements.append('alter dynamic table ' ~ existing_relation.render() ~ ' ' ~ snowflake__dynamic_table_change(name, value)) -%}
  {%- endfor -%}
  {{ return(statements | join(';\n')) }}
{%- endmacro %}

{% macro snowflake__dynamic_table_change(name, value) %}
  {%- set words = name | replace('_', ' ') -%}
  {%- if name == 'cluster_by' -%}
    {{ return('cluster by (' ~ value ~ ')' if value else 'drop clustering key') }}
  {%- elif not value -%}
    {{ return('unset ' ~ (words if name == 'immutable_where' else name)) }}
  {%- elif name == 'immutable_where' -%}
    {{ return('set immutable where (' ~ value ~ ')') }}
  {%- elif name == 'target_lag' -%}
    {{ return('set target_lag = ' ~ snowflake__lag_literal(value)) }}
  {%- elif name == 'scheduler' -%}
    {{ return('set scheduler = ' ~ snowflake__text_literal(value)) }}
  {%- endif -%}
  {{ return('set ' ~ name ~ ' = ' ~ value) }}
{% endmacro %}


{# `made_by`: the statement that made the table, as SHOW gives it. #}
{% macro snowflake__dynamic_table_query_differs(made_by, sql) %}
  {%- set query = (sql | lower).split() | join(' ') -%}
  {{ return(made_by and query not in (made_by | lower).split() | join(' ')) }}
{% endmacro %}
