/**
 * The text of each event as dbt words it, because people and scripts read these lines. Statuses are painted, nothing else
 * is decoration; `undefined` means the event has no line of its own.
 */

import { errorHeadline } from '../core/error-kind.js'
import type { EventName, EventPayloads, NodeOutcome, RunEvent } from '../core/event.js'
import { dbtVersion, version } from '../core/version.js'
import { drawError, type FrameContext } from './code-frame.js'
import type { Paint } from './style.js'

export interface TextContext extends FrameContext {
  readonly printerWidth: number
}

type TextOf<K extends EventName> = (data: EventPayloads[K], context: TextContext, event: RunEvent<K>) => string | undefined
type TextTable = { readonly [K in EventName]: TextOf<K> }

export function eventText(event: RunEvent, context: TextContext): string | undefined {
  return (textTable[event.name] as TextOf<EventName>)(event.data as never, context, event as never)
}

/** `3 of 6 OK created … ....... [OK in 0.28s]`: dots up to the printer width, then the status. */
export function fancyLine(
  line: { message: string; status: string; index?: number; total?: number; seconds?: number; truncate?: boolean },
  width: number,
): string {
  const progress = line.index === undefined ? '' : `${line.index} of ${line.total} `
  let justified = `${progress}${line.message} `.padEnd(width, '.')
  if (line.truncate && justified.length > width - 3) justified = `${justified.slice(0, width - 3)}...`
  return `${justified} [${line.status}${line.seconds === undefined ? '' : ` in ${line.seconds.toFixed(2)}s`}]`
}

function outcome(data: NodeOutcome, context: TextContext, message: string, status: string, truncate = false): string {
  const line = { message, status, index: data.index, total: data.total, seconds: data.result.execution_time, truncate }
  return fancyLine(line, context.printerWidth)
}

function without(prefix: RegExp, text: string): string {
  return text.replace(prefix, '')
}

const modelLine = (data: NodeOutcome, context: TextContext): string => {
  const { paint } = context.style
  const { status, message } = data.result
  if (status === 'error') return outcome(data, context, `ERROR creating ${data.description}`, paint.red('ERROR'))
  if (status === 'partial success')
    return outcome(data, context, `PARTIALLY created ${data.description}`, paint.yellow((message ?? status).toUpperCase()))
  return outcome(data, context, `OK created ${data.description}`, paint.green(message ?? 'OK'))
}

const batchLine: TextOf<'LogBatchResult'> = ({ status, description, ...data }, context) => {
  const { paint } = context.style
  const line = { index: data.batch_index, total: data.total_batches, seconds: data.execution_time }
  const [verb, shown] =
    status === 'error'
      ? ['ERROR creating', paint.red('ERROR')]
      : status === 'skipped'
        ? ['SKIP', paint.yellow('SKIPPED')]
        : ['OK created', paint.green(status)]
  return `Batch ${fancyLine({ ...line, message: `${verb} ${description}`, status: shown }, context.printerWidth)}`
}

const testLine: TextOf<'LogTestResult'> = (data, context) => {
  const { paint } = context.style
  const failures = data.result.failures ?? 0
  const table: Readonly<Record<string, [string, (text: string) => string]>> = {
    error: ['ERROR', paint.red],
    pass: ['PASS', paint.green],
    warn: [`WARN ${failures}`, paint.yellow],
  }
  const [info, colour] = table[data.result.status] ?? [`FAIL ${failures}`, paint.red]
  return outcome(data, context, `${info} ${without(/^(?:unit_)?test /, data.description)}`, colour(info))
}

/** Seeds and snapshots: a verb for each end, and the driver's message as status. */
function loadLine(verb: string, strip: RegExp) {
  return (data: NodeOutcome, context: TextContext): string => {
    const { paint } = context.style
    const failed = data.result.status === 'error'
    const [past, stem] = verb.split('|') as [string, string]
    const message = `${failed ? `ERROR ${stem}` : `OK ${past}`} ${without(strip, data.description)}`
    return outcome(data, context, message, failed ? paint.red('ERROR') : paint.green(data.result.message ?? 'OK'))
  }
}

const freshnessLine: TextOf<'LogFreshnessResult'> = (data, context) => {
  const { paint } = context.style
  const table: Readonly<Record<string, [string, (text: string) => string]>> = {
    'runtime error': ['ERROR', paint.red],
    error: ['ERROR STALE', paint.red],
    warn: ['WARN', paint.yellow],
  }
  const [info, colour] = table[data.result.status] ?? ['PASS', paint.green]
  return outcome(data, context, `${info} ${data.description}`, colour(info))
}

const hookEndLine: TextOf<'LogHookEndLine'> = (data, context) => {
  const { paint } = context.style
  const table: Readonly<Record<string, [string, (text: string) => string]>> = {
    success: ['OK', paint.green],
    skipped: ['SKIP', paint.yellow],
  }
  const [info, colour] = table[data.result.status] ?? ['ERROR', paint.red]
  return outcome(data, context, `${info} hook: ${data.description}`, colour(info), true)
}

const skipLine: TextOf<'SkippingDetails'> = (data, context) => {
  const info = data.node_info
  const relation = info.node_relation
  const what = ['model', 'seed', 'snapshot'].includes(info.resource_type)
    ? `relation ${String(relation.schema ?? '')}.${String(relation.alias ?? info.node_name)}`
    : `${info.resource_type} ${info.node_name}`
  const line = { message: `SKIP ${what}`, status: context.style.paint.yellow('SKIP'), index: data.index, total: data.total }
  return fancyLine(line, context.printerWidth)
}

export function plural(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`
}

const summaryLine: TextOf<'EndOfRunSummary'> = (data, context) => {
  const { paint } = context.style
  const [errors, warnings] = [plural(data.num_errors, 'error'), plural(data.num_warnings, 'warning')]
  const partial = `${data.num_partial_success} partial ${data.num_partial_success === 1 ? 'success' : 'successes'}`
  if (data.keyboard_interrupt) return paint.yellow('Exited because of keyboard interrupt')
  if (data.num_errors > 0) return paint.red(`Completed with ${errors}, ${partial}, and ${warnings}:`)
  if (data.num_partial_success > 0) return paint.yellow(`Completed with ${partial} and ${warnings}`)
  return data.num_warnings > 0 ? paint.yellow(`Completed with ${warnings}:`) : paint.green('Completed successfully')
}

export function statsText(stats: EventPayloads['StatsLine']['stats']): string {
  const reused = stats.reused > 0 ? ` REUSED=${stats.reused}` : ''
  return `Done. PASS=${stats.pass} WARN=${stats.warn} ERROR=${stats.error} SKIP=${stats.skip} NO-OP=${stats.noop}${reused} TOTAL=${stats.total}`
}

function headline(paint: Paint, word: 'Failure' | 'Warning', data: EventPayloads['RunResultFailure']): string {
  return (word === 'Failure' ? paint.red : paint.yellow)(`${word} in ${data.resource_type} ${data.node_name} (${data.path})`)
}

const textTable: TextTable = {
  MainReportVersion: () => `Running with dbt=${dbtVersion} (sluice ${version})`,
  AdapterRegistered: (data) => `Registered adapter: ${data.adapter_name}=${data.adapter_version.replace(/^=/, '')}`,
  FoundStats: (data) => `Found ${data.stat_line}`,
  Warning: (data, context) => {
    const frame = drawError(data, context, 'warn').replace(`${context.style.symbols.warn} `, '')
    return `[${context.style.paint.yellow('WARNING')}]${data.heading === undefined ? ': ' : `${data.heading}\n`}${frame}`
  },
  MainEncounteredError: (data, context) => `Encountered an error:\n${errorHeadline(data)}\n${drawError(data, context)}`,
  ConcurrencyLine: (data) => `Concurrency: ${data.num_threads} threads (target='${data.target_name}')`,
  RunPlanned: () => undefined,
  NodeStart: (data) => `Began running node ${data.node_info.unique_id}`,
  LogStartLine: (data, context) =>
    fancyLine({ message: `START ${data.description}`, status: 'RUN', index: data.index, total: data.total }, context.printerWidth),
  LogModelResult: modelLine,
  LogFunctionResult: (data, context) =>
    modelLine({ ...data, result: { ...data.result, message: data.result.status.toUpperCase() } }, context),
  LogStartBatch: ({ description, batch_index, total_batches }, context) =>
    `Batch ${fancyLine({ message: `START ${description}`, status: 'RUN', index: batch_index, total: total_batches }, context.printerWidth)}`,
  LogBatchResult: batchLine,
  LogTestResult: testLine,
  LogSeedResult: loadLine('loaded|loading', /^$/),
  LogSnapshotResult: loadLine('snapshotted|snapshotting', /^snapshot /),
  LogFreshnessResult: freshnessLine,
  LogHookStartLine: (data, context) =>
    fancyLine(
      { message: `START hook: ${data.description}`, status: 'RUN', index: data.index, total: data.total, truncate: true },
      context.printerWidth,
    ),
  LogHookEndLine: hookEndLine,
  LogNodeNoOpResult: (data, context) => outcome(data, context, `NO-OP ${data.description}`, context.style.paint.yellow('NO-OP')),
  SkippingDetails: skipLine,
  NodeFinished: (data) => `Finished running node ${data.node_info.unique_id}`,
  SQLQuery: (data) => `On ${data.conn_name}: ${data.sql}`,
  SQLQueryStatus: (data) => `SQL status: ${data.status} in ${data.elapsed.toFixed(3)} seconds`,
  JinjaLogInfo: (data) => data.msg,
  JinjaLogDebug: (data) => data.msg,
  JinjaLogWarning: (data, context) => `[${context.style.paint.yellow('WARNING')}]: ${data.msg}`,
  PrintEvent: (data) => data.msg,
  NothingToDo: () => 'Nothing to do. Try checking your model configs and model specification args',
  NoNodesSelected: () => 'No nodes selected!',
  NoNodesForSelectionCriteria: (data) => `The selection criterion '${data.spec_raw}' does not match any enabled nodes`,
  FinishedRunningStats: (data) => `Finished running${data.stat_line ? ` ${data.stat_line}` : ''}${data.execution}`,
  EndOfRunSummary: summaryLine,
  RunResultWarning: (data, context) => headline(context.style.paint, 'Warning', data),
  RunResultWarningMessage: (data) => data.msg,
  RunResultFailure: (data, context) => headline(context.style.paint, 'Failure', data),
  RunResultError: (data, context) =>
    data.error ? indentBlock(`${resultHeadline(data)}\n${drawError(data.error, context)}`) : `  ${data.msg}`,
  SQLCompiledPath: (data) => `  compiled code at ${data.path}`,
  CheckNodeTestFailure: (data) => {
    const query = `select * from ${data.relation_name}`
    const rule = '-'.repeat(query.length)
    return `  See test failures:\n  ${rule}\n  ${query}\n  ${rule}`
  },
  StatsLine: (data) => statsText(data.stats),
  CommandCompleted: (data, _context, event) =>
    `Command \`${data.command}\` ${data.success ? 'succeeded' : 'failed'} at ${clock(event.time)}.${micros(event.time)} after ${data.elapsed.toFixed(2)} seconds`,
  ShowNode: (data) => showText(data),
  CompiledNode: (data) => compiledText(data),
  CatalogWritten: (data) => `Catalog written to ${data.path}`,
  Formatting: (data) => data.msg,
  ArtifactWritten: (data) => `Wrote artifact ${data.artifact_type} to ${data.artifact_path}`,
  Note: (data) => data.msg,
}

/** A failed node's message begins with its headline; a failed hook's tells the hook. */
function resultHeadline({ msg, error }: EventPayloads['RunResultError']): string {
  return /^[A-Z]\w+ Error in .*/.exec(msg)?.[0] ?? (error ? errorHeadline(error) : '')
}

function indentBlock(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}

function showText(data: EventPayloads['ShowNode']): string {
  if (data.output_format === 'json') {
    const show: unknown = JSON.parse(data.preview)
    return JSON.stringify(data.is_inline ? { show } : { node: data.node_name, show }, null, 2)
  }
  if (data.quiet) return data.preview
  return `Previewing ${data.is_inline ? 'inline node' : `node '${data.node_name}'`}:\n${data.preview}`
}

function compiledText(data: EventPayloads['CompiledNode']): string {
  const { compiled } = data
  if (data.output_format === 'json') return JSON.stringify(data.is_inline ? { compiled } : { node: data.node_name, compiled }, null, 2)
  if (data.quiet) return compiled
  return `Compiled ${data.is_inline ? 'inline node' : `node '${data.node_name}'`} is:\n${compiled}`
}

/** `HH:MM:SS`, UTC; by arithmetic, as there are thousands of lines and `toISOString` is slow. */
export function clock(time: Date): string {
  const seconds = Math.floor(time.getTime() / 1000) % 86_400
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

export function micros(time: Date): string {
  return `${String(time.getTime() % 1000).padStart(3, '0')}000`
}
