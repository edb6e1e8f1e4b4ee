{#
  When the newest row of each relation was committed. Only a server with track_commit_timestamp = on knows that; rows
  that were deleted leave no trace, and each table is read once.
#}
{% macro postgres__get_relation_last_modified(information_schema, relations) -%}
  {%- if run_query("select current_setting('track_commit_timestamp')")[0][0] != 'on' -%}
    {%- do exceptions.raise_compiler_error(
      'PostgreSQL knows when a table was last written only with the setting track_commit_timestamp = on, which is off here: '
      ~ 'set it, or give the source a loaded_at_field'
    ) -%}
  {%- endif -%}
  {%- call statement('last_modified', fetch_result=True, auto_begin=False) -%}
    {%- for relation in relations %}
    select
      {{ postgres_text(relation.schema) }} as schema,
      {{ postgres_text(relation.identifier) }} as identifier,
      (select max(pg_catalog.pg_xact_commit_timestamp(xmin)) from {{ relation.render() }}) as last_modified,
      {{ current_timestamp() }} as snapshotted_at
    {{ 'union all' if not loop.last }}
    {%- endfor -%}
  {%- endcall -%}
  {{ return(load_result('last_modified')) }}
{% endmacro %}
