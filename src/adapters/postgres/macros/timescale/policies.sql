{#
  Policies are jobs of the extension. The config says which there are: missing ones are added, others removed, and a
  changed one keeps its job, with its number and its history.
#}
{% macro timescale_hypertable_policies(relation, options) %}
  {%- set policies = timescale_common_policies(options) -%}
  {%- if options.reorder -%}
    {%- do policies.append({
      'process': 'policy_reorder',
      'name': 'reorder',
      'settings': {'index_name': timescale_reorder_index(relation, options.reorder)},
      'schedule_interval': none,
    }) -%}
  {%- endif -%}
  {{ return(policies) }}
{% endmacro %}

{% macro timescale_common_policies(options) %}
  {%- set policies = [] -%}
  {%- if options.compression and options.compression.after is not none -%}
    {%- do policies.append({
      'process': 'policy_compression',
      'name': 'compression',
      'settings': {'compress_after': options.compression.after},
      'schedule_interval': options.compression.schedule_interval,
    }) -%}
  {%- endif -%}
  {%- if options.retention -%}
    {%- do policies.append({
      'process': 'policy_retention',
      'name': 'retention',
      'settings': {'drop_after': options.retention.after},
      'schedule_interval': options.retention.schedule_interval,
    }) -%}
  {%- endif -%}
  {{ return(policies) }}
{% endmacro %}


{% macro timescale_apply_policies(relation, wanted, stands) %}
  {%- set known = timescale_policy_kinds() -%}
  {%- set jobs = timescale_rows(timescale_jobs_sql(relation, wanted)) if stands else [] -%}
  {%- if adapter.timescale_extension(model).assumed and stands -%}
    {{ return('') }}
  {%- endif -%}
  {%- set met = [] -%}
  {%- for job in jobs -%}
    {%- set policy = wanted | selectattr('process', 'equalto', job.process) | list | first -%}
    {%- if policy and job.process not in met -%}
      {%- do met.append(job.process) -%}
      {%- do timescale_alter_policy(relation, job, policy) -%}
    {%- elif not policy -%}
      {%- do log(relation ~ ': no ' ~ known[job.process].name ~ ' policy any more (was ' ~ job.config ~ ')', info=True) -%}
      {%- do timescale_call(known[job.process].remove, [timescale_regclass(relation), 'if_exists => true']) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- for policy in wanted if policy.process not in met -%}
    {#- Emptying a table ends its reorder policy, which is no news then. -#}
    {%- do log(relation ~ ': ' ~ policy.name ~ ' policy ' ~ tojson(policy.settings), info=stands and policy.name != 'reorder') -%}
    {%- do timescale_call(known[policy.process].add, timescale_policy_arguments(relation, policy)) -%}
  {%- endfor -%}
{% endmacro %}

{% macro timescale_policy_kinds() %}
  {{ return({
    'policy_compression': {'name': 'compression', 'add': 'add_compression_policy', 'remove': 'remove_compression_policy'},
    'policy_retention': {'name': 'retention', 'add': 'add_retention_policy', 'remove': 'remove_retention_policy'},
    'policy_reorder': {'name': 'reorder', 'add': 'add_reorder_policy', 'remove': 'remove_reorder_policy'},
    'policy_refresh_continuous_aggregate': {
      'name': 'refresh', 'add': 'add_continuous_aggregate_policy', 'remove': 'remove_continuous_aggregate_policy'
    },
  }) }}
{% endmacro %}

{% macro timescale_policy_arguments(relation, policy) %}
  {%- set arguments = [timescale_regclass(relation)] -%}
  {%- for name, value in policy.settings.items() -%}
    {%- do arguments.append(name ~ ' => ' ~ (postgres_text(value) if name == 'index_name' else timescale_span(value))) -%}
  {%- endfor -%}
  {%- if policy.schedule_interval is not none -%}
    {%- do arguments.append('schedule_interval => ' ~ timescale_span(policy.schedule_interval)) -%}
  {%- endif -%}
  {{ return(arguments) }}
{% endmacro %}


{# The relation's policies, each with whether it is the wanted one. #}
{% macro timescale_jobs_sql(relation, wanted) -%}
  {%- set settings = [] -%}
  {%- set schedules = [] -%}
  {%- for policy in wanted -%}
    {%- set parts = [] -%}
    {%- for name, value in policy.settings.items() -%}
      {%- do parts.append(timescale_same_setting("config", name, value)) -%}
    {%- endfor -%}
    {%- do settings.append('when ' ~ postgres_text(policy.process) ~ ' then ' ~ (parts | join(' and '))) -%}
    {%- if policy.schedule_interval is not none -%}
      {%- do schedules.append('when ' ~ postgres_text(policy.process) ~ ' then schedule_interval = ' ~ timescale_span(policy.schedule_interval)) -%}
    {%- endif -%}
  {%- endfor -%}
  select
    job_id,
    proc_name as process,
    config::text as config,
    schedule_interval::text as schedule_interval,
    {{ 'case proc_name ' ~ (settings | join(' ')) ~ ' else false end' if settings else 'false' }} as same_settings,
    {{ 'case proc_name ' ~ (schedules | join(' ')) ~ ' else true end' if schedules else 'true' }} as same_schedule
  from timescaledb_information.jobs
  where hypertable_schema = {{ postgres_text(relation.schema) }}
    and hypertable_name = {{ postgres_text(relation.identifier) }}
    and proc_name in ({{ timescale_policy_kinds() | map('tojson') | join(', ') | replace('"', "'") }})
  order by job_id
{%- endmacro %}

{# A setting is kept as JSON: a number, an interval's text, a name, or null. #}
{% macro timescale_same_setting(config, name, value) %}
  {%- set kept = config ~ ' -> ' ~ postgres_text(name) -%}
  {%- set text = '(' ~ config ~ ' ->> ' ~ postgres_text(name) ~ ')' -%}
  {%- if value is none -%}
    {{ return(text ~ ' is null') }}
  {%- elif name == 'index_name' -%}
    {{ return(text ~ ' is not distinct from ' ~ postgres_text(value)) }}
  {%- endif -%}
  {%- set kind, type = ('number', '::numeric') if value is number else ('string', '::interval') -%}
  {{ return("case when jsonb_typeof(" ~ kept ~ ") = '" ~ kind ~ "' then " ~ text ~ type ~ ' = ' ~ timescale_span(value) ~ ' else false end') }}
{% endmacro %}

{% macro timescale_alter_policy(relation, job, policy) %}
  {%- if job.same_settings and job.same_schedule -%}
    {{ return('') }}
  {%- endif -%}
  {%- set arguments = ['job_id'] -%}
  {%- if not job.same_settings -%}
    {%- do arguments.append('config => config || ' ~ postgres_text(tojson(policy.settings)) ~ '::jsonb') -%}
  {%- endif -%}
  {%- if not job.same_schedule -%}
    {%- do arguments.append('schedule_interval => ' ~ timescale_span(policy.schedule_interval)) -%}
  {%- endif -%}
  {%- do log(relation ~ ': ' ~ policy.name ~ ' policy ' ~ tojson(policy.settings) ~ ' (was ' ~ job.config ~ ')', info=True) -%}
  {%- call statement('timescale_alter_job') -%}
    select {{ timescale_function('alter_job') }}({{ arguments | join(', ') }})
    from timescaledb_information.jobs
    where job_id = {{ job.job_id }}
  {%- endcall -%}
{% endmacro %}


{# The name of the index that chunks are ordered by: as given, or that of the configured index with these columns. #}
{% macro timescale_reorder_index(relation, reorder) %}
  {%- if reorder.index -%}
    {{ return(reorder.index) }}
  {%- endif -%}
  {%- for index in timescale_rows(get_show_indexes_sql(relation)) if index.column_names.split(',') == reorder.columns -%}
    {{ return(index.name) }}
  {%- endfor -%}
  {%- if adapter.timescale_extension(model).assumed -%}
    {{ return('index of ' ~ (reorder.columns | join(', '))) }}
  {%- endif -%}
  {%- do adapter.timescale_refuse(
    model,
    'model ' ~ model.name ~ ': there is no index on (' ~ (reorder.columns | join(', ')) ~ ') to reorder by',
    'add it to indexes, or name another index: reorder: {index: name}',
    'reorder',
  ) -%}
{% endmacro %}


{#
  The config's indexes that are missing are made; those an earlier config asked for go. Others are somebody else's.
  `table` is where they are: of a continuous aggregate the hypertable behind it.
#}
{% macro timescale_apply_indexes(relation, indexes, stands, table=none) %}
  {%- if stands and adapter.timescale_extension(model).assumed -%}
    {{ return('') }}
  {%- endif -%}
  {%- set table = table or relation -%}
  {%- set found = {} -%}
  {%- for row in (timescale_rows(get_show_indexes_sql(table)) if stands else []) -%}
    {%- do found.update({postgres__index_key(row.column_names.split(','), row['unique'], row.method): row.name}) -%}
  {%- endfor -%}
  {%- set wanted = {} -%}
  {%- for index in indexes -%}
    {%- do wanted.update({postgres__index_key(index.columns, index.unique, index.type or 'btree'): index}) -%}
  {%- endfor -%}
  {%- for key, name in found.items() if key not in wanted and modules.re.match('[0-9a-f]{32}$', name) -%}
    {%- call statement('drop_index') -%}
      {{ get_drop_index_sql(table, name) }}
    {%- endcall -%}
  {%- endfor -%}
  {%- for key, index in wanted.items() if key not in found -%}
    {%- set given = {'columns': index.columns, 'unique': index.unique} -%}
    {%- if index.type -%}
      {%- do given.update({'type': index.type}) -%}
    {%- endif -%}
    {%- call statement('create_index') -%}
      {{ get_create_index_sql(relation, given) }}
    {%- endcall -%}
  {%- endfor -%}
{% endmacro %}
