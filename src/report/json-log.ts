/**
 * `--log-format json`: one object a line, `{info: {…}, data: {…}}` with dbt's event names, codes, levels and payload keys,
 * because orchestrators read them. Our payloads differ where ours say more; this file is the one place that maps them.
 */
import type { DbtEvent, EventName, EventPayloads, EventSink, GroupInfo, NodeInfo, NodeOutcome, RunEvent } from '../core/event.js'
import type { RunResult } from '../core/result.js'
import { answers, reaches, type Threshold, threadOf } from './console.js'
import { eventText, type TextContext } from './event-text.js'
import type { Output } from './output.js'

export interface JsonContext {
  readonly invocationId: string
  readonly pid: number
  /** `DBT_ENV_CUSTOM_ENV_*`. */
  readonly extra: Readonly<Record<string, string>>
  readonly text: TextContext
}

export interface JsonOptions {
  readonly output: Output
  readonly threshold: Threshold
  readonly json: JsonContext
}

export function jsonSink(options: JsonOptions): EventSink {
  return {
    name: 'json log',
    on(event) {
      if (event.name === 'RunPlanned') return
      if (answers.has(event.name) || reaches(event.level, options.threshold)) options.output.write(`${jsonLine(event, options.json)}\n`)
    },
  }
}

export function jsonLine(event: RunEvent, context: JsonContext): string {
  const msg = eventText(event, context.text) ?? ''
  const info = {
    category: '',
    code: event.code,
    extra: context.extra,
    invocation_id: context.invocationId,
    level: event.level,
    msg,
    name: nameOf(event),
    pid: context.pid,
    thread: threadOf(event),
    ts: `${event.time.toISOString().slice(0, 23)}000Z`,
  }
  return JSON.stringify({ data: dataOf(event, msg), info })
}

/** Warnings and notes go by dbt's name for them where there is one. */
function nameOf(event: RunEvent): string {
  return (event.data as DbtEvent).dbtName ?? event.name
}

type Mapping<K extends EventName> = (data: EventPayloads[K], message: string, event: RunEvent) => Readonly<Record<string, unknown>>

function dataOf(event: RunEvent, message: string): Readonly<Record<string, unknown>> {
  const mapping = mappings[event.name] as Mapping<EventName> | undefined
  return mapping ? mapping(event.data as never, message, event) : (event.data as Readonly<Record<string, unknown>>)
}

function info(node: NodeInfo, status?: string): Readonly<Record<string, unknown>> {
  const relation = Object.fromEntries(Object.entries(node.node_relation).map(([key, value]) => [key, value ?? '']))
  return { ...node, node_relation: relation, ...(status === undefined ? {} : { node_status: status }) }
}

function group(data: NodeOutcome): Readonly<Record<string, unknown>> {
  const { index, total, result } = data
  return { index, total, node_info: info(data.node_info), execution_time: result.execution_time, ...owned(data) }
}

function owned({ group }: { readonly group?: GroupInfo }): { readonly group?: GroupInfo } {
  return group ? { group } : {}
}

function described(data: NodeOutcome): Readonly<Record<string, unknown>> {
  return { ...group(data), description: data.description, status: statusWord(data.result) }
}

/** dbt logs a good node's driver message as its status. */
function statusWord(result: RunResult): string {
  return result.status === 'success' ? (result.message ?? 'OK') : result.status
}

function relationOf(node: NodeInfo): { schema: string; relation: string } {
  return { schema: String(node.node_relation.schema ?? ''), relation: String(node.node_relation.alias ?? node.node_name) }
}

const mappings: { readonly [K in EventName]?: Mapping<K> } = {
  LogStartLine: (data) => ({ description: data.description, index: data.index, total: data.total, node_info: info(data.node_info) }),
  LogModelResult: described,
  LogFunctionResult: (data) => ({ ...described(data), status: data.result.status }),
  LogNodeNoOpResult: (data) => ({ ...described(data), status: '' }),
  LogTestResult: (data) => ({
    name: data.description.replace(/^(?:unit_)?test /, ''),
    status: data.result.status,
    index: data.index,
    num_models: data.total,
    execution_time: data.result.execution_time,
    num_failures: data.result.failures ?? 0,
    node_info: info(data.node_info),
    ...owned(data),
    attached_node: data.attached_node ?? '',
  }),
  LogSeedResult: (data) => ({
    ...group(data),
    ...relationOf(data.node_info),
    status: data.result.status,
    result_message: data.result.message ?? '',
  }),
  LogSnapshotResult: (data) => ({
    ...described(data),
    description: data.description.replace(/^snapshot /, ''),
    status: data.result.status,
    result_message: data.result.message ?? '',
    cfg: {},
  }),
  LogFreshnessResult: (data) => {
    const [source_name = '', table_name = ''] = data.description.replace(/^freshness of /, '').split('.')
    return { ...group(data), status: data.result.status, source_name, table_name }
  },
  LogHookStartLine: (data) => ({
    statement: data.description,
    index: data.index,
    total: data.total,
    node_info: info(data.node_info),
  }),
  LogHookEndLine: (data) => ({ ...group(data), statement: data.description, status: data.result.status }),
  SkippingDetails: (data) => ({
    index: data.index,
    total: data.total,
    node_info: info(data.node_info),
    node_name: data.node_info.node_name,
    resource_type: data.node_info.resource_type,
    schema: relationOf(data.node_info).schema,
  }),
  NodeFinished: (data) => ({ node_info: info(data.node_info), run_result: runResult(data.result) }),
  SQLQueryStatus: (data) => ({ ...data, query_id: '' }),
  FinishedRunningStats: (data) => ({ ...data, execution: data.execution.replace(/ \([\d.]+s\)\.$/, '') }),
  Note: ({ msg, dbtName, dbtData }) => (dbtName ? (dbtData ?? {}) : { msg }),
  FoundStats: (data) => ({ stat_line: data.stat_line }),
  MainEncounteredError: (data, message) => ({ exc: message, error: data }),
  Warning: ({ dbtName: _name, dbtCode: _code, dbtData, heading: _heading, ...error }, message) => ({ msg: message, ...dbtData, error }),
  RunResultError: (data) => ({
    msg: data.msg,
    ...(data.node_info ? { node_info: info(data.node_info) } : {}),
    ...(data.error ? { error: data.error } : {}),
  }),
  RunResultFailure: ({ result: _result, ...data }) => reported(data),
  RunResultWarning: ({ result: _result, ...data }) => reported(data),
  EndOfRunSummary: ({ results: _results, ...data }) => data,
  RunResultWarningMessage: reported,
  SQLCompiledPath: reported,
  CheckNodeTestFailure: reported,
  StatsLine: (data) => ({ stats: { ...data.stats } }),
  CommandCompleted: (data, _message, event) => ({ ...data, completed_at: `${event.time.toISOString().slice(0, 23)}000Z` }),
}

/** With `node_info` in dbt's form, where the event has one. */
function reported<T extends { readonly node_info?: NodeInfo }>(data: T): Readonly<Record<string, unknown>> {
  return data.node_info ? { ...data, node_info: info(data.node_info) } : { ...data }
}

function runResult(result: RunResult): Readonly<Record<string, unknown>> {
  return {
    adapter_response: result.adapter_response,
    execution_time: result.execution_time,
    message: result.message ?? '',
    num_failures: result.failures ?? 0,
    status: result.status,
    thread: result.thread_id,
    timing_info: result.timing,
  }
}
