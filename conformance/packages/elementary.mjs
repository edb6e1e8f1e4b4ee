/**
 * The package's own test project, without its Python model, on the seeds that its CI makes. What its hooks write on each command is
 * shown at the end by a model whose SQL holds the rows. Its tests in Python are apart from this: README.md tells how to run them.
 */
import { definition as dbtUtils } from './dbt-utils.mjs'

/** Tables of the hooks, but for what no two runs share: moments, durations, ids of a run or of rows, and what the engine answered. */
const tables = {
  dbt_models: [],
  dbt_seeds: [],
  dbt_tests: [],
  dbt_sources: [],
  dbt_exposures: [],
  dbt_columns: [],
  dbt_invocations: ['invocation_vars', 'vars'],
  dbt_run_results: [],
  dbt_artifacts_hashes: [],
  elementary_test_results: [],
  test_result_rows: [],
}
const passing = ['model_execution_id', 'execution_time', 'thread_id', 'adapter_response', 'rows_affected', 'id', 'query_id']
passing.push('invocation_id', 'test_execution_id', 'elementary_test_results_id', 'cause_category', 'pid')

const written = `{{ config(materialized='table') }}
{% if execute %}{% for name, left_out in ${JSON.stringify(Object.entries(tables))} %}
-- {{ name }}
{% set relation = adapter.get_relation(target.database, target.schema ~ '_elementary', name) %}
{% set columns = [] %}
{% for column in adapter.get_columns_in_relation(relation) %}
{% set plain = column.name | lower %}
{% if plain not in ${JSON.stringify(passing)} and plain not in left_out and not plain.endswith('_at') %}{% do columns.append(column.quoted) %}{% endif %}
{% endfor %}
{% set wanted = columns | join(', ') %}
{% for row in run_query('select ' ~ wanted ~ ' from ' ~ relation ~ ' order by ' ~ wanted).rows %}
-- {{ row.values() | map('string') | join(' | ') | replace('\\n', ' ') }}
{% endfor %}{% endfor %}{% endif %}
select 1 as one
`

export const definition = {
  name: 'elementary',
  repo: 'elementary-data/dbt-data-reliability',
  tag: '0.25.1',
  commit: 'ccb0de3409756b7c3d2a08a6216be7ba548c18ab',
  hub: 'elementary-data/elementary',
  needs: [dbtUtils.name],
  prepare: ({ write }) => {
    for (const seed of ['metrics_seed1', 'metrics_seed2', 'metrics_seed3'])
      write(`seeds/${seed}.csv`, 'id,metric,at\n1,1.5,2026-01-01\n2,,2026-01-02\n')
    write('models/written_by_hooks.sql', written)
  },
  volatile: [
    [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>'],
    [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, '<time>'],
  ],
  explained: [
    {
      pattern: /metrics_view \/ (?:sources|depends_on \/ nodes) \/ \d/,
      why: 'dbt reads the two sources of this model into a set, whose order changes from run to run',
    },
  ],
  projects: [
    {
      folder: 'integration_tests/dbt_project',
      profile: 'elementary_tests',
      commands: [
        ['deps'],
        ['seed'],
        ['run', '--exclude', 'metrics_python_table', 'written_by_hooks'],
        ['test'],
        ['source', 'freshness'],
        ['build', '--exclude', 'metrics_python_table', 'written_by_hooks'],
        ['run', '--select', 'written_by_hooks'],
      ],
    },
  ],
}
