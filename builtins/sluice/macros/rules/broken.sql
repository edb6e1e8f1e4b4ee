{#
  SQL that is true where a row breaks a rule and false everywhere else, never null: `where` it lists the bad rows, `where not` it
  the good ones. `rule` has name, kind, columns, arguments and where, as rules are read from YAML. `relation_alias` is how the
  caller names the tested relation; give one wherever another relation is in scope, and for an expression none other.

  Null passes every rule but completeness. Of replace, rows that still have an old value break it. Of uniqueness the caller gets a window over the whole query: true for every row that
  shares its values, so it may stand in a select list or behind qualify, not in a where clause.
#}
{% macro sluice_rule_broken(rule, relation_alias=none) %}
  {{- return(adapter.dispatch('sluice_rule_broken', 'sluice')(rule, relation_alias)) -}}
{% endmacro %}

{% macro default__sluice_rule_broken(rule, relation_alias=none) %}
  {%- set args = rule.get('arguments') or {} -%}
  {%- set columns = [] -%}
  {%- for name in rule.get('columns') or [] -%}
    {%- do columns.append(sluice.sluice_rule_column(name, relation_alias)) -%}
  {%- endfor -%}
  {%- set kind = rule.get('kind') -%}
  {%- set present = [] -%}
  {%- for column in columns -%}{%- do present.append(column ~ ' is not null') -%}{%- endfor -%}
  {%- if kind == 'value_range' -%}
    {%- set broken = sluice.sluice_rule_outside(columns[0], args) -%}
  {%- elif kind == 'custom_validation' -%}
    {%- set broken = 'coalesce(not (' ~ args.get('expression') ~ '), false)' -%}
  {%- elif kind == 'referential_integrity' -%}
    {%- set broken = sluice.sluice_rule_orphan(columns, args, relation_alias) -%}
  {%- elif kind == 'uniqueness' -%}
    {%- set broken = 'count(*) over (partition by ' ~ columns | join(', ') ~ ') > 1' -%}
  {%- elif kind == 'completeness' -%}
    {%- set broken = columns | join(' is null or ') ~ ' is null' -%}
  {%- elif kind == 'allowed_values' -%}
    {%- set broken = sluice.sluice_rule_strange(columns[0], args.get('values')) -%}
  {%- elif kind == 'regex' -%}
    {%- set broken = sluice.sluice_rule_unlike(columns[0], args.get('pattern')) -%}
  {%- elif kind == 'replace' -%}
    {%- set broken = sluice.sluice_rule_unreplaced(columns[0], args.get('pairs')) -%}
  {%- else -%}
    {%- do exceptions.raise_compiler_error("a rule of type '" ~ kind ~ "' says nothing of single rows") -%}
  {%- endif -%}
  {%- if kind in ['completeness', 'replace'] -%}
    {%- set whole = '(' ~ broken ~ ')' -%}
  {%- elif kind == 'custom_validation' -%}
    {%- set whole = broken -%}
  {%- else -%}
    {%- set whole = '(' ~ present | join(' and ') ~ ' and ' ~ broken ~ ')' -%}
  {%- endif -%}
  {%- if rule.get('where') -%}
    {%- set whole = '(coalesce((' ~ rule.get('where') ~ '), false) and ' ~ whole ~ ')' -%}
  {%- endif -%}
  {{- return(whole) -}}
{% endmacro %}


{# A column of the tested relation. #}
{% macro sluice_rule_column(name, relation_alias=none) %}
  {{- return(adapter.dispatch('sluice_rule_column', 'sluice')(name, relation_alias)) -}}
{% endmacro %}

{% macro default__sluice_rule_column(name, relation_alias=none) %}
  {{- return((relation_alias ~ '.' if relation_alias else '') ~ adapter.quote(name)) -}}
{% endmacro %}

{# A plain name is upper-case there unless it was quoted when the table was made, which nobody does. #}
{% macro snowflake__sluice_rule_column(name, relation_alias=none) %}
  {%- set plain = modules.re.match('^[A-Za-z_][A-Za-z0-9_$]*$', name) -%}
  {{- return((relation_alias ~ '.' if relation_alias else '') ~ (name if plain else adapter.quote(name))) -}}
{% endmacro %}


{% macro sluice_rule_outside(column, args) %}
  {%- set equal = '' if args.get('inclusive', true) else '=' -%}
  {%- set parts = [] -%}
  {%- if args.get('min_value') is not none -%}
    {%- do parts.append(column ~ ' <' ~ equal ~ ' ' ~ sluice.sluice_literal(args.get('min_value'))) -%}
  {%- endif -%}
  {%- if args.get('max_value') is not none -%}
    {%- do parts.append(column ~ ' >' ~ equal ~ ' ' ~ sluice.sluice_literal(args.get('max_value'))) -%}
  {%- endif -%}
  {{- return('(' ~ parts | join(' or ') ~ ')') -}}
{% endmacro %}


{% macro sluice_rule_strange(column, values) %}
  {%- set literals = [] -%}
  {%- for value in values -%}{%- do literals.append(sluice.sluice_literal(value)) -%}{%- endfor -%}
  {{- return(column ~ ' not in (' ~ literals | join(', ') ~ ')') -}}
{% endmacro %}


{#
  Without an alias the columns of the row cannot be told from those of the other table inside of a subquery; there `not in` stands
  for `not exists`.
#}
{% macro sluice_rule_orphan(columns, args, relation_alias=none) %}
  {%- set table = sluice.sluice_rule_table(args.get('check_table')) -%}
  {%- set matches = [] -%}
  {%- set others = [] -%}
  {%- set given = [] -%}
  {%- for name in args.get('foreign_key') -%}
    {%- set other = sluice.sluice_rule_column(name, 'sluice_known') -%}
    {%- do others.append(other) -%}
    {%- do given.append(other ~ ' is not null') -%}
    {%- do matches.append(other ~ ' = ' ~ columns[loop.index0]) -%}
  {%- endfor -%}
  {%- if relation_alias -%}
    {{- return('not exists (select 1 from ' ~ table ~ ' as sluice_known where ' ~ matches | join(' and ') ~ ')') -}}
  {%- endif -%}
  {%- set row = columns[0] if columns | length == 1 else '(' ~ columns | join(', ') ~ ')' -%}
  {{- return(
    row ~ ' not in (select ' ~ others | join(', ') ~ ' from ' ~ table ~ ' as sluice_known where ' ~ given | join(' and ') ~ ')'
  ) -}}
{% endmacro %}

{# `model` or `source.table` by name, or a relation as it is. #}
{% macro sluice_rule_table(check_table) %}
  {%- if check_table is not string -%}
    {{- return(check_table) -}}
  {%- endif -%}
  {%- set parts = check_table.split('.') -%}
  {{- return(source(parts[0], parts[1]) if parts | length == 2 else ref(check_table)) -}}
{% endmacro %}


{# A match anywhere in the text; anchors are the pattern's own. #}
{% macro sluice_rule_unlike(column, pattern) %}
  {{- return(adapter.dispatch('sluice_rule_unlike', 'sluice')(column, pattern)) -}}
{% endmacro %}

{% macro default__sluice_rule_unlike(column, pattern) %}
  {{- return('not regexp_matches(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ '), ' ~ sluice.sluice_literal(pattern) ~ ')') -}}
{% endmacro %}

{% macro postgres__sluice_rule_unlike(column, pattern) %}
  {{- return('cast(' ~ column ~ ' as text) !~ ' ~ sluice.sluice_literal(pattern)) -}}
{% endmacro %}

{# Its regexp_like wants the whole text to match. #}
{% macro snowflake__sluice_rule_unlike(column, pattern) %}
  {{- return('regexp_instr(cast(' ~ column ~ ' as varchar), ' ~ sluice.sluice_literal(pattern) ~ ') = 0') -}}
{% endmacro %}


{% macro sluice_rule_unreplaced(column, pairs) %}
  {%- set parts = [] -%}
  {%- for pair in pairs -%}
    {%- do parts.append(column ~ ' is null' if pair[0] is none else '(' ~ column ~ ' is not null and ' ~ column ~ ' = ' ~ sluice.sluice_literal(pair[0]) ~ ')') -%}
  {%- endfor -%}
  {{- return(parts | join(' or ')) -}}
{% endmacro %}
