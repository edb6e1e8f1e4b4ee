/**
 * One stream of facts about an invocation, read by terminal, logs, journal and API. Names, codes and levels are dbt's,
 * because orchestrators and `warn_error_options` know them; the payload types are ours.
 */
import { type Deprecation, DeprecationCounts, deprecations, deprecationText, isNamed, summaryText } from './deprecations.js'
import { type ErrorFields, SluiceError } from './error.js'
import type { Redactor } from './redact.js'
import type { RunResult } from './result.js'
import type { WarningRule } from './warn-error.js'

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** What events say about a node: dbt's `node_info`. */
export interface NodeInfo {
  readonly node_name: string
  readonly unique_id: string
  readonly resource_type: string
  readonly materialized: string
  readonly node_path: string
  readonly node_status: string
  readonly node_started_at: string
  readonly node_finished_at: string
  readonly meta: Readonly<Record<string, unknown>>
  readonly node_relation: Readonly<Record<string, unknown>>
  readonly node_checksum: string
}

export interface NodeProgress {
  readonly index: number
  readonly total: number
  readonly node_info: NodeInfo
  /** `sql table model main.tickets`, `test not_null_x`, … as dbt words it. */
  readonly description: string
  readonly group?: GroupInfo
  /** The node a generic test is declared on. */
  readonly attached_node?: string
}

/** The group of a node and who owns it, in dbt's keys. */
export interface GroupInfo {
  readonly name: string
  readonly package_name: string
  readonly owner: Readonly<Record<string, string>>
}

export interface BatchProgress {
  readonly node_info: NodeInfo
  /** `batch 2024-01-01 of main.sessions`. */
  readonly description: string
  /** From 1. */
  readonly batch_index: number
  readonly total_batches: number
}

export interface PlannedNode {
  readonly unique_id: string
  readonly name: string
  readonly resource_type: string
  readonly materialized: string
  readonly attachedTo: string | null
  /** Below the project root. */
  readonly path: string
  /** Name of the owner of its group, if any. */
  readonly owner: string | null
}

export interface NodeOutcome extends NodeProgress {
  readonly result: RunResult
}

export type WarningData = { readonly code: string; readonly heading?: string } & DbtEvent & ErrorFields

/** dbt's event for a warning: its name for `warn_error_options`, its code and payload for log readers. */
export interface DbtEvent {
  readonly dbtName?: string
  readonly dbtCode?: string
  readonly dbtData?: Readonly<Record<string, unknown>>
}

/** name → payload. A new event is a row here and one in `eventTable`. */
export interface EventPayloads {
  MainReportVersion: { version: string; log_version: number }
  AdapterRegistered: { adapter_name: string; adapter_version: string }
  FoundStats: { stat_line: string; counts: Readonly<Record<string, number>> }
  /** A warning with our code and a place, and dbt's event for it where there is one. */
  Warning: WarningData
  /** An error that is not a node's: reported before the run stops. */
  MainEncounteredError: { code: string } & ErrorFields
  ConcurrencyLine: { num_threads: number; target_name: string; node_count: number }
  /** What is about to run, in order; ours, for progress displays. `attachedTo` is the node a test belongs to. */
  RunPlanned: { nodes: readonly PlannedNode[]; selected: string; runnable: number }
  NodeStart: { node_info: NodeInfo }
  LogStartLine: NodeProgress
  LogModelResult: NodeOutcome
  LogFunctionResult: NodeOutcome
  /** One window of a microbatch model; `status` is the driver's message, `error` or `skipped`. */
  LogStartBatch: BatchProgress
  LogBatchResult: BatchProgress & { status: string; execution_time: number }
  LogTestResult: NodeOutcome
  LogSeedResult: NodeOutcome
  LogSnapshotResult: NodeOutcome
  LogFreshnessResult: NodeOutcome
  LogHookStartLine: NodeProgress
  LogHookEndLine: NodeOutcome
  LogNodeNoOpResult: NodeOutcome
  SkippingDetails: NodeOutcome & { cause?: string }
  NodeFinished: { node_info: NodeInfo; result: RunResult }
  SQLQuery: { sql: string; conn_name: string; node_info?: NodeInfo }
  SQLQueryStatus: { status: string; elapsed: number; node_info?: NodeInfo }
  /** Text a template logged: `log(msg, info=True)` at info, else debug. */
  JinjaLogInfo: { msg: string; node_info?: NodeInfo }
  JinjaLogDebug: { msg: string; node_info?: NodeInfo }
  JinjaLogWarning: { msg: string; node_info?: NodeInfo }
  PrintEvent: { msg: string }
  NothingToDo: Record<string, never>
  NoNodesSelected: Record<string, never>
  NoNodesForSelectionCriteria: { spec_raw: string }
  FinishedRunningStats: { stat_line: string; execution: string; execution_time: number }
  EndOfRunSummary: {
    num_errors: number
    num_warnings: number
    num_partial_success: number
    keyboard_interrupt: boolean
    results: readonly RunResult[]
  }
  RunResultWarning: { resource_type: string; node_name: string; path: string; node_info?: NodeInfo; group?: GroupInfo; result: RunResult }
  RunResultWarningMessage: { msg: string; node_info?: NodeInfo }
  RunResultFailure: { resource_type: string; node_name: string; path: string; node_info?: NodeInfo; group?: GroupInfo; result: RunResult }
  RunResultError: { msg: string; node_info?: NodeInfo; error?: { code: string } & ErrorFields }
  SQLCompiledPath: { path: string; node_info?: NodeInfo }
  CheckNodeTestFailure: { relation_name: string; node_info?: NodeInfo }
  StatsLine: { stats: Readonly<Record<'pass' | 'warn' | 'error' | 'skip' | 'noop' | 'reused' | 'total', number>> }
  CommandCompleted: { command: string; success: boolean; elapsed: number }
  /** An answer of `show`: `preview` is a table as text, or JSON. */
  ShowNode: { node_name: string; preview: string; is_inline: boolean; output_format: string; unique_id: string; quiet: boolean }
  CompiledNode: { node_name: string; compiled: string; is_inline: boolean; output_format: string; unique_id: string; quiet: boolean }
  CatalogWritten: { path: string }
  /** An empty line between blocks. */
  Formatting: { msg: string }
  ArtifactWritten: { artifact_type: string; artifact_path: string }
  /** Free text for the user from a command (next steps, file written), and dbt's event for it where there is one. */
  Note: { msg: string } & DbtEvent
}

export type EventName = keyof EventPayloads

export interface RunEvent<K extends EventName = EventName> {
  readonly name: K
  readonly level: Level
  /** dbt's event code, e.g. `Q033`. */
  readonly code: string
  readonly time: Date
  readonly data: EventPayloads[K]
}

/** Level and dbt code of each event. */
export const eventTable: Readonly<Record<EventName, { readonly level: Level; readonly code: string }>> = {
  MainReportVersion: { level: 'info', code: 'A001' },
  AdapterRegistered: { level: 'info', code: 'E034' },
  FoundStats: { level: 'info', code: 'W006' },
  Warning: { level: 'warn', code: 'D000' },
  MainEncounteredError: { level: 'error', code: 'Z002' },
  ConcurrencyLine: { level: 'info', code: 'Q027' },
  RunPlanned: { level: 'debug', code: 'S001' },
  NodeStart: { level: 'debug', code: 'Q024' },
  LogStartLine: { level: 'info', code: 'Q011' },
  LogModelResult: { level: 'info', code: 'Q012' },
  LogFunctionResult: { level: 'info', code: 'Q047' },
  LogStartBatch: { level: 'info', code: 'Q045' },
  LogBatchResult: { level: 'info', code: 'Q046' },
  LogTestResult: { level: 'info', code: 'Q007' },
  LogSeedResult: { level: 'info', code: 'Q016' },
  LogSnapshotResult: { level: 'info', code: 'Q015' },
  LogFreshnessResult: { level: 'info', code: 'Q018' },
  LogHookStartLine: { level: 'info', code: 'Q032' },
  LogHookEndLine: { level: 'info', code: 'Q033' },
  LogNodeNoOpResult: { level: 'info', code: 'Q019' },
  SkippingDetails: { level: 'info', code: 'Q034' },
  NodeFinished: { level: 'debug', code: 'Q025' },
  SQLQuery: { level: 'debug', code: 'E016' },
  SQLQueryStatus: { level: 'debug', code: 'E017' },
  JinjaLogInfo: { level: 'info', code: 'I062' },
  JinjaLogDebug: { level: 'debug', code: 'I063' },
  JinjaLogWarning: { level: 'warn', code: 'I061' },
  PrintEvent: { level: 'info', code: 'Z052' },
  NothingToDo: { level: 'warn', code: 'Q035' },
  NoNodesSelected: { level: 'warn', code: 'Q038' },
  NoNodesForSelectionCriteria: { level: 'warn', code: 'M030' },
  FinishedRunningStats: { level: 'info', code: 'E047' },
  EndOfRunSummary: { level: 'info', code: 'Z030' },
  RunResultWarning: { level: 'warn', code: 'Z021' },
  RunResultWarningMessage: { level: 'warn', code: 'Z046' },
  RunResultFailure: { level: 'error', code: 'Z022' },
  RunResultError: { level: 'error', code: 'Z024' },
  SQLCompiledPath: { level: 'info', code: 'Z026' },
  CheckNodeTestFailure: { level: 'info', code: 'Z027' },
  StatsLine: { level: 'info', code: 'Z023' },
  CommandCompleted: { level: 'debug', code: 'Q039' },
  ShowNode: { level: 'info', code: 'Q041' },
  CompiledNode: { level: 'info', code: 'Q042' },
  CatalogWritten: { level: 'info', code: 'E042' },
  Formatting: { level: 'info', code: 'Z017' },
  ArtifactWritten: { level: 'debug', code: 'P001' },
  Note: { level: 'info', code: 'Z050' },
}

/** The names a warning answers to: its event's, dbt's event for it, its code. */
function warningNames(name: EventName, data: object): readonly string[] {
  if (name !== 'Warning') return [name]
  const { code, dbtName, dbtCode } = data as WarningData
  const names = dbtName === undefined ? [code] : [dbtName, code]
  return dbtCode?.startsWith('D') ? [...names, 'Deprecations'] : names
}

export interface EventSink {
  readonly name: string
  on(event: RunEvent): void
  close?(): Promise<void>
}

/** Warnings that `--warn-error` can turn into errors; others at level warn only restate one of these or a node's status. */
const escalatable: ReadonlySet<EventName> = new Set([
  'Warning',
  'JinjaLogWarning',
  'NothingToDo',
  'NoNodesSelected',
  'NoNodesForSelectionCriteria',
])

/** Ordered and synchronous; redacts; never throws. A sink that throws is detached and named once on the others. */
export class EventBus {
  readonly #sinks: EventSink[] = []
  /** `--warn-error` and its options; set once when the flags are known. */
  warnings: WarningRule = () => 'warn'
  /** Warnings the rule made errors; a command with any has failed. */
  readonly escalated: RunEvent[] = []
  /** `--show-all-deprecations`, and `require_event_names_in_deprecations` of the project. */
  showAllDeprecations = false
  nameAllDeprecations = false
  readonly #deprecations = new DeprecationCounts()
  readonly #redactor: Redactor
  readonly #now: () => Date

  constructor(redactor: Redactor, now: () => Date) {
    this.#redactor = redactor
    this.#now = now
  }

  attach(sink: EventSink): void {
    this.#sinks.push(sink)
  }

  emit<K extends EventName>(name: K, data: EventPayloads[K], level: Level = eventTable[name].level): void {
    const verdict = level === 'warn' && escalatable.has(name) ? this.warnings(warningNames(name, data)) : 'warn'
    if (verdict === 'silence') return
    const event = {
      name,
      level: verdict === 'error' ? 'error' : level,
      code: (data as DbtEvent).dbtCode ?? eventTable[name].code,
      time: this.#now(),
      data: this.#redactor.deep(data),
    } as RunEvent
    if (verdict === 'error') this.escalated.push(event)
    for (const sink of [...this.#sinks]) {
      try {
        sink.on(event)
      } catch (error) {
        this.#sinks.splice(this.#sinks.indexOf(sink), 1)
        this.#lost(sink, error)
      }
    }
  }

  /** Counted each time, told the first time. */
  deprecated({ name, data = {}, location }: Deprecation, code = 'DEPRECATED'): void {
    if (this.#deprecations.add(name) > 1 && !this.showAllDeprecations) return
    const named = this.nameAllDeprecations || isNamed(name)
    const dbt = { dbtName: name, dbtCode: deprecations[name].code, dbtData: data }
    const heading = `${named ? `[${name}]` : ''}: Deprecated functionality`
    this.emit('Warning', { code, ...dbt, heading, message: deprecationText(name, data), ...(location ? { location } : {}) })
  }

  /** How often each deprecation was met, at the end of a command. */
  tellDeprecations(): void {
    const summaries = this.#deprecations.summaries()
    if (summaries.length === 0) return
    const showAllHint = !this.showAllDeprecations
    const dbt = { dbtName: 'DeprecationsSummary', dbtCode: 'D028', dbtData: { summaries, show_all_hint: showAllHint } }
    const message = summaryText(summaries, showAllHint)
    this.emit('Warning', { code: 'DEPRECATED', ...dbt, heading: '[DeprecationsSummary]: Deprecated functionality', message })
  }

  async close(): Promise<void> {
    // The console, attached first, closes last: it tells of the others.
    for (let sink = this.#sinks.pop(); sink; sink = this.#sinks.pop()) {
      try {
        await sink.close?.()
      } catch (error) {
        this.#lost(sink, error)
      }
    }
  }

  #lost(sink: EventSink, error: unknown): void {
    const code = error instanceof SluiceError ? error.code : 'INTERNAL'
    this.emit('Warning', { code, message: `${sink.name}: ${error instanceof Error ? error.message : String(error)}` })
  }
}
