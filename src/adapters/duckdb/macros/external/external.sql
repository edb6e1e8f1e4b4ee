{#
  A model whose rows live in a file: they are built in a table, copied out, and read back by a view of the model's name.
  A file of no rows would have no columns either, so one row of nulls is written, which the view leaves out.
#}
{% materialization external, adapter='duckdb', supported_languages=['sql', 'python'] %}
  {%- set location = render(config.get('location', default=external_location(this, config))) -%}
  {%- set options = render_write_options(config) -%}
  {%- set write_options = adapter.external_write_options(location, options) -%}
  {%- set format = external_format(options) -%}
  {%- set language = model['language'] or 'sql' -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set rows_relation = make_intermediate_relation(this.incorporate(type='table')) -%}
  {%- set staged_relation = make_intermediate_relation(target_relation, suffix='__dbt_int') -%}
  {%- do drop_leftovers(this.incorporate(type='table')) -%}
  {%- do drop_relation_if_exists(load_cached_relation(staged_relation)) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- call statement('create_table', language=language) -%}
    {{ create_table_as(False, rows_relation, compiled_code, language) }}
  {%- endcall -%}
  {%- do sluice_audit(rows_relation, aside=true) -%}
  {%- set columns = get_columns_in_relation(rows_relation) -%}
  {%- set empty = run_query('select count(*) from ' ~ rows_relation)[0][0] == 0 -%}
  {%- if empty -%}
    {%- do run_query('insert into ' ~ rows_relation ~ ' values (' ~ (['null'] * (columns | length)) | join(', ') ~ ')') -%}
  {%- endif -%}
  {%- do write_to_file(rows_relation, location, write_options) -%}
  {%- call statement('main') -%}
    create or replace view {{ staged_relation }} as (
      {{ external_read_sql(format, adapter.external_read_location(location, options), options) }}
      {{ 'where not (' ~ (columns | map(attribute='quoted') | join(' is null and ')) ~ ' is null)' if empty }}
    );
  {%- endcall -%}

  {%- if existing is not none -%}
    {%- do adapter.drop_relation(existing) -%}
  {%- endif -%}
  {%- do adapter.rename_relation(staged_relation, target_relation) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do adapter.drop_relation(rows_relation) -%}
  {%- do adapter.commit() -%}
  {%- set plugin = 'glue|' ~ config.get('glue_database', 'default') if config.get('glue_register', default=false) else config.get('plugin') -%}
  {%- if plugin is not none -%}
    {%- do store_relation(plugin, target_relation, location, format, config) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# The format a model is read back in: as configured, else as it was written. #}
{% macro external_format(options) %}
  {%- set known = ['csv', 'parquet', 'json'] -%}
  {%- set configured = config.get('format') -%}
  {%- if configured and configured not in known -%}
    {%- do exceptions.raise_compiler_error('Invalid format: ' ~ configured ~ '. Allowed formats are: ' ~ (known | join(', '))) -%}
  {%- endif -%}
  {%- set written = configured or (options['format'] | lower) -%}
  {{ return(written if written in known else 'parquet') }}
{% endmacro %}

{% macro external_read_sql(format, location, options) %}
  {%- set defaults = {'parquet': {'union_by_name': False}, 'json': {'auto_detect': True}, 'csv': {'auto_detect': True}} -%}
  {%- set reading = dict(config.get(format ~ '_read_options', defaults[format])) -%}
  {%- if format != 'parquet' and options.get('compression') and 'compression' not in reading -%}
    {%- do reading.update({'compression': options['compression']}) -%}
  {%- endif -%}
  {%- set arguments = ["'" ~ location ~ "'"] -%}
  {%- for name, value in reading.items() -%}
    {%- do arguments.append(name ~ '=' ~ ("'" ~ value ~ "'" if value is string else value)) -%}
  {%- endfor -%}
  {{ return('select * from read_' ~ format ~ '(' ~ (arguments | join(', ')) ~ ')') }}
{% endmacro %}
