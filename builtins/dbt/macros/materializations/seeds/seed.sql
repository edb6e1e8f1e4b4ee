{# A CSV file as a table: refilled as it stands, or created anew on a full refresh. #}
{% materialization seed, default %}
  {%- set full_refresh_mode = should_full_refresh() -%}
  {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=model['alias']) -%}
  {%- set agate_table = load_agate_table() -%}
  {%- do store_result('agate_table', response='OK', agate_table=agate_table) -%}

  {%- if sluice_publishes() -%}
    {%- do drop_leftovers(this.incorporate(type='table')) -%}
  {%- endif -%}
  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set to_drop = [] -%}
  {%- if existing is not none and existing.is_view -%}
    {%- do exceptions.raise_compiler_error("Cannot seed to '" ~ existing.render() ~ "', it is a view") -%}
  {%- elif sluice_publishes() -%}
    {%- set built = sluice_load_seed(target_relation, existing, full_refresh_mode, agate_table) -%}
    {%- set prepared, loaded, to_drop = built.prepared, built.loaded, built.to_drop -%}
  {%- elif existing is none -%}
    {%- set prepared = create_csv_table(model, agate_table) -%}
  {%- else -%}
    {%- set prepared = reset_csv_table(model, full_refresh_mode, existing, agate_table) -%}
  {%- endif -%}
  {%- set row_count = agate_table.rows | length -%}
  {%- if loaded is not defined -%}
    {%- set loaded = load_csv_rows(model, agate_table) if row_count > 0 else '' -%}
  {%- endif -%}
  {%- set code = 'CREATE' if full_refresh_mode else 'INSERT' -%}
  {%- call noop_statement('main', code ~ ' ' ~ row_count, code, row_count) -%}
    {{ get_csv_sql(prepared, loaded) }};
  {%- endcall -%}

  {%- do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- if existing is none or full_refresh_mode -%}
    {%- do create_indexes(target_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}
  {%- for relation in to_drop -%}
    {%- do adapter.drop_relation(relation) -%}
  {%- endfor -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
