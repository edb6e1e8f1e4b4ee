/**
 * The terminal view. Nodes in progress and a bar at the bottom; above it one line per finished node, printed when the node
 * and the tests that belong to it are done; warnings and failures last, because the end is what stays on the screen.
 */
import type { EventPayloads, EventSink, NodeInfo, NodeOutcome, PlannedNode, RunEvent } from '../core/event.js'
import { isFailure, type RunResult } from '../core/result.js'
import { version } from '../core/version.js'
import { drawError } from './code-frame.js'
import { answers, printAnswer, reaches, type Threshold } from './console.js'
import { eventText, statsText, type TextContext } from './event-text.js'
import { barLine, type Columns, columnsFor, type FinishedTest, nodeLine, runningLine, testLine } from './live-lines.js'
import { createLiveRegion, type LiveRegion } from './live-region.js'
import { summaryLines } from './live-summary.js'
import type { Output } from './output.js'

export interface LiveOptions {
  readonly answers: Output
  readonly log: Output
  readonly threshold: Threshold
  readonly text: TextContext
  readonly print: boolean
  readonly now: () => Date
}

interface View {
  readonly options: LiveOptions
  readonly region: LiveRegion
  readonly planned: Map<string, PlannedNode>
  /** Tests still to come, by the node they belong to. */
  readonly waiting: Map<string, Set<string>>
  readonly finished: Map<string, RunResult>
  readonly tests: Map<string, FinishedTest[]>
  readonly running: Map<string, { info: NodeInfo; since: number }>
  readonly warnings: RunEvent<'Warning'>[]
  columns: Columns
  total: number
  startedAt: number
  tick: number
  adapter: string
  place: string
  /** The end of the run has told every failure. */
  told: boolean
}

export function liveSink(options: LiveOptions): EventSink {
  const view: View = {
    options,
    region: createLiveRegion(options.log),
    planned: new Map(),
    waiting: new Map(),
    finished: new Map(),
    tests: new Map(),
    running: new Map(),
    warnings: [],
    columns: { name: 20, materialized: 8 },
    total: 0,
    startedAt: options.now().getTime(),
    tick: 0,
    adapter: '',
    place: '',
    told: false,
  }
  const timer = setInterval(() => redraw(view, true), 120)
  timer.unref()
  return {
    name: 'terminal',
    on: (event) => show(view, event),
    async close() {
      clearInterval(timer)
      view.region.clear()
      printWarnings(view)
    },
  }
}

type Handlers = { readonly [K in keyof EventPayloads]?: (view: View, data: EventPayloads[K], event: RunEvent) => void }

const handlers: Handlers = {
  MainReportVersion: () => undefined,
  AdapterRegistered: (view, data) => {
    view.adapter = data.adapter_name
  },
  FoundStats: (view, data) => {
    const { paint } = view.options.text.style
    view.region.print(`${paint.bold(`sluice ${version}`)}  ${view.adapter}   ${paint.dim(`Found ${data.stat_line}`)}`)
  },
  ConcurrencyLine: (view, data) => {
    view.place = `target=${data.target_name}  threads=${data.num_threads}`
  },
  Formatting: () => undefined,
  RunPlanned: plan,
  LogStartLine: (view, data) => begin(view, data.node_info),
  LogHookStartLine: (view, data) => begin(view, data.node_info),
  LogModelResult: finish,
  LogFunctionResult: finish,
  LogStartBatch: () => undefined,
  LogBatchResult: () => undefined,
  LogTestResult: finish,
  LogSeedResult: finish,
  LogSnapshotResult: finish,
  LogFreshnessResult: finish,
  LogNodeNoOpResult: finish,
  SkippingDetails: finish,
  LogHookEndLine: (view, data) => {
    view.running.delete(data.node_info.unique_id)
    if (isFailure(data.result.status)) finish(view, data)
  },
  Warning: (view, _data, event) => void view.warnings.push(event as RunEvent<'Warning'>),
  FinishedRunningStats: () => undefined,
  EndOfRunSummary: (view, data) => {
    view.told = true
    view.region.clear()
    flushIncomplete(view)
    printWarnings(view)
    const elapsed = (view.options.now().getTime() - view.startedAt) / 1000
    for (const line of summaryLines(data, view.planned, elapsed, view.options.text)) view.region.print(line)
  },
  RunResultWarning: () => undefined,
  RunResultWarningMessage: () => undefined,
  RunResultFailure: () => undefined,
  RunResultError: (view, data) => {
    if (!view.told) view.region.print(data.error ? drawError(data.error, view.options.text) : view.options.text.style.paint.red(data.msg))
  },
  SQLCompiledPath: () => undefined,
  CheckNodeTestFailure: () => undefined,
  StatsLine: (view, data) => {
    view.region.clear()
    view.region.print(view.options.text.style.paint.bold(statsText(data.stats)))
  },
  MainEncounteredError: (view, data) => {
    view.region.clear()
    printWarnings(view)
    view.region.print(drawError(data, view.options.text))
  },
}

function show(view: View, event: RunEvent): void {
  if (answers.has(event.name)) {
    view.region.clear()
    printAnswer(event, view.options)
    redraw(view)
    return
  }
  const handler = handlers[event.name] as ((view: View, data: unknown, event: RunEvent) => void) | undefined
  const quiet = !reaches(event.level, view.options.threshold)
  if (handler) {
    const progress = event.name === 'RunPlanned' || event.name === 'AdapterRegistered'
    if (!quiet || (progress && reaches('info', view.options.threshold))) handler(view, event.data, event)
  } else if (!quiet) {
    const text = eventText(event, view.options.text)
    if (text !== undefined) view.region.print(text)
  }
  redraw(view)
}

function plan(view: View, data: EventPayloads['RunPlanned']): void {
  const width = view.options.log.columns()
  view.columns = columnsFor(data.nodes, width)
  view.total = data.nodes.length
  for (const node of data.nodes) view.planned.set(node.unique_id, node)
  for (const node of data.nodes) {
    if (node.attachedTo === null || node.resource_type === 'unit_test' || !view.planned.has(node.attachedTo)) continue
    const set = view.waiting.get(node.attachedTo) ?? new Set()
    view.waiting.set(node.attachedTo, set.add(node.unique_id))
  }
  const chosen = data.selected ? ` (${data.selected})` : ''
  view.region.print(
    view.options.text.style.paint.dim(
      `Selected ${data.nodes.length} of ${data.runnable} runnable nodes${chosen}   ${view.place}`.trimEnd(),
    ),
  )
  view.region.print('')
}

function begin(view: View, info: NodeInfo): void {
  view.running.set(info.unique_id, { info, since: view.options.now().getTime() })
}

function finish(view: View, data: NodeOutcome & { cause?: string }): void {
  const id = data.node_info.unique_id
  view.running.delete(id)
  view.finished.set(id, data.result)
  const node = view.planned.get(id) ?? plannedFrom(data.node_info)
  view.planned.set(id, node)
  const owner = node.attachedTo
  const waiting = owner === null ? undefined : view.waiting.get(owner)
  if (owner !== null && waiting?.has(id)) {
    waiting.delete(id)
    view.tests.set(owner, [...(view.tests.get(owner) ?? []), { node, result: data.result }])
    if (view.finished.has(owner)) printNode(view, owner)
    return
  }
  printNode(view, id)
}

function plannedFrom(info: NodeInfo): PlannedNode {
  const { unique_id, resource_type, materialized } = info
  return { unique_id, name: info.node_name, resource_type, materialized, attachedTo: null, path: info.node_path, owner: null }
}

/** Prints a node's line once it and its tests are done. */
function printNode(view: View, id: string, incomplete = false): void {
  const node = view.planned.get(id)
  const result = view.finished.get(id)
  if (!node || !result || (!incomplete && (view.waiting.get(id)?.size ?? 0) > 0)) return
  const { style } = view.options.text
  const ran = (view.tests.get(id) ?? []).filter((test) => test.result.status !== 'skipped')
  const lines = [nodeLine({ node, result, tests: ran }, view.columns, style)]
  for (const test of ran) if (test.result.status !== 'pass') lines.push(testLine(test, style))
  view.region.print(lines.join('\n'))
}

/** Nodes whose tests never came, because the run was cut short. */
function flushIncomplete(view: View): void {
  for (const [id, waiting] of view.waiting) if (waiting.size > 0 && view.finished.has(id)) printNode(view, id, true)
}

function printWarnings(view: View): void {
  for (const event of view.warnings.splice(0)) view.region.print(drawError(event.data, view.options.text, 'warn'))
}

const mostRunning = 8

function redraw(view: View, tick = false): void {
  if (view.running.size === 0) {
    view.region.clear()
    return
  }
  if (tick) view.tick++
  const { style } = view.options.text
  const now = view.options.now().getTime()
  const frame = style.symbols.spinner[view.tick % style.symbols.spinner.length] ?? ''
  const running = [...view.running.values()].slice(0, mostRunning)
  const lines = running.map(({ info, since }) => runningLine(info, (now - since) / 1000, frame, style))
  view.region.draw([...lines, barLine(view.finished.size, view.total, (now - view.startedAt) / 1000, view.options.log.columns(), style)])
}
