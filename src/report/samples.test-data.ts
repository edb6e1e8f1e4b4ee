/** One of each event, for the tests of this folder. */
import type { EventName, EventPayloads, NodeInfo, NodeOutcome, RunEvent } from '../core/event.js'
import { eventTable } from '../core/event.js'
import type { RunResult, RunStatus } from '../core/result.js'

export function info(name = 'tickets', resource_type = 'model', materialized = 'table'): NodeInfo {
  return {
    node_name: name,
    unique_id: `${resource_type}.shop.${name}`,
    resource_type,
    materialized,
    node_path: `${name}.sql`,
    node_status: 'started',
    node_started_at: '2026-11-20T06:00:00',
    node_finished_at: '',
    meta: {},
    node_relation: { database: 'shop', schema: 'main', alias: name, relation_name: `"shop"."main"."${name}"` },
    node_checksum: 'abc',
  }
}

export function result(id: string, status: RunStatus, more: Partial<RunResult> = {}): RunResult {
  return {
    unique_id: id,
    status,
    timing: [],
    thread_id: 'Thread-1',
    execution_time: 0.284,
    message: status === 'success' ? 'OK' : null,
    failures: null,
    adapter_response: {},
    compiled: true,
    compiled_code: 'select 1',
    relation_name: null,
    batch_results: null,
    ...more,
  }
}

export function outcome(node: NodeInfo, description: string, status: RunStatus, more: Partial<RunResult> = {}): NodeOutcome {
  return { index: 1, total: 6, node_info: node, description, result: result(node.unique_id, status, more) }
}

const model = info()
const test = info('not_null_id', 'test', 'test')
const location = { file: 'models/tickets.sql', line: 2, column: 6 }

export const payloads: { readonly [K in EventName]: EventPayloads[K] } = {
  MainReportVersion: { version: '=1.11.16', log_version: 3 },
  AdapterRegistered: { adapter_name: 'duckdb', adapter_version: '=0.1.0' },
  FoundStats: { stat_line: '3 models, 3 data tests', counts: { model: 3, test: 3 } },
  Warning: { code: 'YAML_UNKNOWN_KEY', message: 'unknown key "descripton"', location, hint: 'did you mean description?' },
  MainEncounteredError: { code: 'REF_NOT_FOUND', message: 'no model named "carriers_dim"', location },
  ConcurrencyLine: { num_threads: 1, target_name: 'dev', node_count: 6 },
  RunPlanned: { nodes: [], selected: '', runnable: 6 },
  NodeStart: { node_info: model },
  LogStartLine: { index: 1, total: 6, node_info: model, description: 'sql view model main.a' },
  LogModelResult: outcome(model, 'sql view model main.a', 'success'),
  LogFunctionResult: outcome(info('twice', 'function', 'function'), 'function main.twice', 'success'),
  LogStartBatch: { node_info: model, description: 'batch 2024-01-02 of main.a', batch_index: 2, total_batches: 5 },
  LogBatchResult: {
    node_info: model,
    description: 'batch 2024-01-02 of main.a',
    batch_index: 2,
    total_batches: 5,
    status: 'error',
    execution_time: 0.28,
  },
  LogTestResult: outcome(test, 'test accepted_values_a_id__2', 'fail', { failures: 1 }),
  LogSeedResult: outcome(info('carriers', 'seed', 'seed'), 'seed file main.carriers', 'success', { message: 'INSERT 40' }),
  LogSnapshotResult: outcome(info('history', 'snapshot', 'snapshot'), 'snapshot main.history', 'success'),
  LogFreshnessResult: outcome(info('raw_feed', 'source', ''), 'freshness of raw.feed', 'warn'),
  LogHookStartLine: {
    index: 1,
    total: 1,
    node_info: info('shop-on-run-start-0', 'operation', 'view'),
    description: 'shop.on-run-start.0',
  },
  LogHookEndLine: outcome(info('shop-on-run-start-0', 'operation', 'view'), 'shop.on-run-start.0', 'success'),
  LogNodeNoOpResult: outcome(info('board', 'exposure', ''), 'exposure board', 'no-op'),
  SkippingDetails: outcome(info('b'), 'sql view model main.b', 'skipped'),
  NodeFinished: { node_info: model, result: result(model.unique_id, 'success') },
  SQLQuery: { sql: 'select 1', conn_name: 'Thread-1' },
  SQLQueryStatus: { status: 'OK', elapsed: 0.0123 },
  JinjaLogInfo: { msg: 'hello' },
  JinjaLogDebug: { msg: 'quiet hello' },
  JinjaLogWarning: { msg: 'careful' },
  PrintEvent: { msg: 'printed' },
  NothingToDo: {},
  NoNodesSelected: {},
  NoNodesForSelectionCriteria: { spec_raw: 'nope+' },
  FinishedRunningStats: {
    stat_line: '3 data tests, 3 view models',
    execution: ' in 0 hours 0 minutes and 0.75 seconds (0.75s).',
    execution_time: 0.75,
  },
  EndOfRunSummary: { num_errors: 1, num_warnings: 0, num_partial_success: 0, keyboard_interrupt: false, results: [] },
  RunResultWarning: { resource_type: 'test', node_name: 'x', path: 'models/schema.yml', result: result('test.shop.x', 'warn') },
  RunResultWarningMessage: { msg: 'Got 2 results, configured to warn if != 0' },
  RunResultFailure: { resource_type: 'test', node_name: 'x', path: 'models/schema.yml', result: result('test.shop.x', 'fail') },
  RunResultError: { msg: 'Got 1 result, configured to fail if != 0' },
  SQLCompiledPath: { path: 'target/compiled/shop/models/schema.yml/x.sql' },
  CheckNodeTestFailure: { relation_name: '"shop"."main_dbt_test__audit"."x"' },
  StatsLine: { stats: { pass: 1, warn: 0, error: 0, skip: 0, noop: 0, reused: 0, total: 1 } },
  CommandCompleted: { command: 'sluice build', success: true, elapsed: 1.234 },
  ShowNode: {
    node_name: 'tickets',
    preview: '| id |\n| -- |\n|  1 |',
    is_inline: false,
    output_format: 'text',
    unique_id: 'model.shop.tickets',
    quiet: false,
  },
  CompiledNode: {
    node_name: 'tickets',
    compiled: 'select 1',
    is_inline: false,
    output_format: 'text',
    unique_id: 'model.shop.tickets',
    quiet: false,
  },
  CatalogWritten: { path: '/shop/target/catalog.json' },
  Formatting: { msg: '' },
  ArtifactWritten: { artifact_type: 'WritableManifest', artifact_path: 'target/manifest.json' },
  Note: { msg: 'a note' },
}

export function event<K extends EventName>(name: K, data: EventPayloads[K] = payloads[name] as EventPayloads[K]): RunEvent<K> {
  const { level, code } = eventTable[name]
  return { name, level, code, time: new Date('2026-11-20T06:00:00.123Z'), data }
}

export const names = Object.keys(payloads) as EventName[]
