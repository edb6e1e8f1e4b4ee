/** What each kind of resource is configured with: defaults in dbt's key order, and how values of one key combine. */

import type { Plain } from '../core/node.js'
import type { ConfigTree } from '../core/project.js'

export type ConfigKind =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'source'
  | 'exposure'
  | 'unit_test'
  | 'metric'
  | 'semantic_model'
  | 'saved_query'
  | 'group'
  | 'function'
  | 'other'

/** `append`: lists are joined; `update`: mappings are merged; `grants`: as `update`, `+key` joins; others replace. */
export type Merge = 'append' | 'update' | 'grants'

export interface ConfigRules {
  /** dbt_project.yml section it is read from; kinds without one of their own read `models`, as in dbt. */
  readonly tree: ConfigTree
  /** Section of the unrendered project, `null` where dbt finds none (it looks for another spelling). */
  readonly unrenderedTree: ConfigTree | null
  readonly defaults: Plain
  readonly merges: Readonly<Record<string, Merge>>
}

const basics = { enabled: true, alias: null, schema: null, database: null, tags: [], meta: {}, group: null, static_analysis: null }

const node = {
  ...basics,
  materialized: 'view',
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  'post-hook': [],
  'pre-hook': [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
}

const nodeMerges: ConfigRules['merges'] = {
  // Not dbt's: tests for all nodes of a folder.
  data_tests: 'append',
  tags: 'append',
  meta: 'update',
  'post-hook': 'append',
  'pre-hook': 'append',
  quoting: 'update',
  column_types: 'update',
  grants: 'grants',
  packages: 'append',
  docs: 'update',
  contract: 'update',
}

const snapshotColumns = { dbt_valid_to: null, dbt_valid_from: null, dbt_scd_id: null, dbt_updated_at: null, dbt_is_deleted: null }

const snapshot = {
  ...node,
  materialized: 'snapshot',
  strategy: null,
  target_schema: null,
  target_database: null,
  updated_at: null,
  check_cols: null,
  snapshot_meta_column_names: snapshotColumns,
  dbt_valid_to_current: null,
}

const test = {
  ...basics,
  schema: 'dbt_test__audit',
  materialized: 'test',
  severity: 'ERROR',
  store_failures: null,
  store_failures_as: null,
  where: null,
  limit: null,
  fail_calc: 'count(*)',
  warn_if: '!= 0',
  error_if: '!= 0',
}

export const noTime = { count: null, period: null }
export const noFreshness = { warn_after: noTime, error_after: noTime, filter: null }

const source = {
  enabled: true,
  event_time: null,
  freshness: noFreshness,
  loaded_at_field: null,
  loaded_at_query: null,
  meta: {},
  tags: [],
  static_analysis: null,
}

const meta: ConfigRules['merges'] = { meta: 'update', data_tests: 'append' }

export const configRules: Readonly<Record<ConfigKind, ConfigRules>> = {
  model: { tree: 'models', unrenderedTree: 'models', defaults: { ...node, access: 'protected', freshness: null }, merges: nodeMerges },
  seed: {
    tree: 'seeds',
    unrenderedTree: 'seeds',
    defaults: { ...node, materialized: 'seed', delimiter: ',', quote_columns: null },
    merges: nodeMerges,
  },
  snapshot: { tree: 'snapshots', unrenderedTree: 'snapshots', defaults: snapshot, merges: nodeMerges },
  test: { tree: 'data_tests', unrenderedTree: 'data_tests', defaults: test, merges: { tags: 'append', meta: 'update' } },
  source: { tree: 'sources', unrenderedTree: 'sources', defaults: source, merges: meta },
  exposure: { tree: 'exposures', unrenderedTree: 'exposures', defaults: { enabled: true, tags: [], meta: {} }, merges: {} },
  unit_test: {
    tree: 'unit_tests',
    unrenderedTree: 'unit_tests',
    defaults: { tags: [], meta: {}, enabled: true, static_analysis: null },
    merges: { tags: 'append', meta: 'update' },
  },
  metric: { tree: 'metrics', unrenderedTree: 'metrics', defaults: { enabled: true, group: null, meta: {} }, merges: meta },
  semantic_model: { tree: 'semantic-models', unrenderedTree: null, defaults: { enabled: true, group: null, meta: {} }, merges: meta },
  saved_query: {
    tree: 'saved-queries',
    unrenderedTree: null,
    defaults: { enabled: true, group: null, meta: {}, export_as: null, schema: null, cache: { enabled: false } },
    merges: meta,
  },
  group: { tree: 'models', unrenderedTree: 'models', defaults: { meta: {} }, merges: meta },
  function: {
    tree: 'functions',
    unrenderedTree: 'models',
    defaults: { ...node, materialized: 'function', type: 'scalar', volatility: null, runtime_version: null, entry_point: null },
    merges: nodeMerges,
  },
  other: { tree: 'models', unrenderedTree: 'models', defaults: node, merges: nodeMerges },
}

/** Merging of several `config()` calls in one file. */
export const callMerges: Readonly<Record<string, Merge>> = {
  'pre-hook': 'append',
  'post-hook': 'append',
  tags: 'append',
  packages: 'append',
  quoting: 'update',
  column_types: 'update',
  meta: 'update',
  docs: 'update',
  contract: 'update',
  grants: 'grants',
  snapshot_meta_column_names: 'update',
}
