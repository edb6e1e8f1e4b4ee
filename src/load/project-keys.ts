/** The top-level keys of dbt_project.yml and the type each must have. */

export type KeyType = 'text' | 'number' | 'boolean' | 'list' | 'mapping' | 'text or list' | 'text or number' | 'text or mapping' | 'any'

export const projectKeys: Readonly<Record<string, KeyType>> = {
  name: 'text',
  'config-version': 'number',
  version: 'text or number',
  'project-root': 'text',
  profile: 'text',
  'require-dbt-version': 'text or list',
  'model-paths': 'list',
  'source-paths': 'list',
  'macro-paths': 'list',
  'data-paths': 'list',
  'seed-paths': 'list',
  'test-paths': 'list',
  'analysis-paths': 'list',
  'docs-paths': 'list',
  'asset-paths': 'list',
  'function-paths': 'list',
  'snapshot-paths': 'list',
  'target-path': 'text',
  'log-path': 'text',
  'packages-install-path': 'text',
  'clean-targets': 'list',
  quoting: 'mapping',
  'on-run-start': 'text or list',
  'on-run-end': 'text or list',
  dispatch: 'list',
  models: 'mapping',
  seeds: 'mapping',
  snapshots: 'mapping',
  analyses: 'mapping',
  sources: 'mapping',
  tests: 'mapping',
  data_tests: 'mapping',
  unit_tests: 'mapping',
  metrics: 'mapping',
  'semantic-models': 'mapping',
  'saved-queries': 'mapping',
  exposures: 'mapping',
  functions: 'mapping',
  vars: 'mapping',
  packages: 'list',
  'query-comment': 'text or mapping',
  'restrict-access': 'boolean',
  'dbt-cloud': 'mapping',
  flags: 'mapping',
  sync: 'any',
}

const checks: Readonly<Record<KeyType, (value: unknown) => boolean>> = {
  any: () => true,
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' || value instanceof Number,
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  mapping: isMapping,
  'text or list': (value) => typeof value === 'string' || Array.isArray(value),
  'text or number': (value) => typeof value === 'string' || typeof value === 'number' || value instanceof Number,
  'text or mapping': (value) => typeof value === 'string' || isMapping(value),
}

/** A key without a value counts as absent. */
export function hasType(value: unknown, type: KeyType): boolean {
  return value === null || value === undefined || checks[type](value)
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Number)
}

/** Names no project may have: templates already use them. */
export const reservedNames = new Set(
  [
    '_sql_results adapter api column config context database env env_var exceptions execute flags fromjson fromyaml graph invocation_id load_agate_table',
  ]
    .concat(
      'load_result log model modules post_hooks pre_hooks ref render return run_started_at schema source sql sql_now store_result store_raw_result',
    )
    .concat('target this tojson toyaml try_or_compiler_error var write')
    .flatMap((words) => words.split(' ')),
)
