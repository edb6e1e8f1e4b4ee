/** The end of a run on a terminal: each warning with its figures, each failure with its frame and next step, then one line of totals. */
import type { EventPayloads, PlannedNode } from '../core/event.js'
import { isFailure, type RunResult, type SampleRows } from '../core/result.js'
import { drawError, type ErrorData } from './code-frame.js'
import { plural, type TextContext } from './event-text.js'
import { seconds } from './live-lines.js'
import { cells, cut, padCells } from './style.js'

type Planned = ReadonlyMap<string, PlannedNode>

export function summaryLines(data: EventPayloads['EndOfRunSummary'], planned: Planned, elapsed: number, text: TextContext): string[] {
  const warnings = data.results.filter((result) => result.status === 'warn')
  const failures = data.results.filter((result) => isFailure(result.status))
  const lines: string[] = []
  if (warnings.length > 0) lines.push('', ...warnings.map((result) => warningLine(result, planned.get(result.unique_id), text)))
  for (const failure of failures) lines.push('', failureBlock(failure, planned.get(failure.unique_id), text))
  lines.push('', totals(data, planned, elapsed, text))
  return lines
}

function warningLine(result: RunResult, node: PlannedNode | undefined, text: TextContext): string {
  const { paint } = text.style
  const owner = node?.owner ? `   owner: ${node.owner}` : ''
  return `${paint.yellow('WARN')}  ${node?.name ?? result.unique_id}  ${paint.dim(`${result.message ?? ''}${owner}`)}`.trimEnd()
}

function failureBlock(result: RunResult, node: PlannedNode | undefined, text: TextContext): string {
  const name = node?.name ?? result.unique_id
  if (result.error) return drawError(withNext(result.error, name), text)
  const { paint, symbols } = text.style
  const owner = node?.owner ? `   owner: ${node.owner}` : ''
  const lines = [`${paint.red(`${symbols.fail} ${node?.resource_type ?? 'node'} ${name}`)}  ${paint.dim(`${node?.path ?? ''}${owner}`)}`]
  if (result.message) lines.push(`  ${result.message.split('\n').join('\n  ')}`)
  if (result.samples) lines.push(...sampleLines(result.samples, text))
  lines.push(`  ${paint.cyan('next'.padEnd(9))} sluice show --select ${name} ${symbols.dot} sluice retry`)
  return lines.join('\n')
}

const shownRows = 3
const shownColumns = 8
const widest = 24

/** The first rows that the test found, as a table. */
function sampleLines({ columns, rows }: SampleRows, { style }: TextContext): string[] {
  if (rows.length === 0) return []
  // Data may hold what a terminal takes for commands.
  const safe = (cell: string | null) => cut((cell ?? '').replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' '), widest)
  const heads = columns.slice(0, shownColumns).map(safe)
  const values = rows.slice(0, shownRows).map((row) => row.slice(0, shownColumns).map(safe))
  const widths = heads.map((head, at) => Math.max(cells(head), ...values.map((row) => cells(row[at] ?? ''))))
  const line = (row: readonly string[]) => `  ${row.map((cell, at) => padCells(cell, widths[at] ?? 0)).join('  ')}`.trimEnd()
  const more = columns.length > shownColumns ? [style.paint.dim(`  and ${plural(columns.length - shownColumns, 'column')} more`)] : []
  return [style.paint.dim(line(heads)), ...values.map(line), ...more]
}

function withNext(error: ErrorData, name: string): ErrorData {
  return error.next ? error : { ...error, next: `sluice compile --select ${name} · sluice retry` }
}

function totals(data: EventPayloads['EndOfRunSummary'], planned: Planned, elapsed: number, text: TextContext): string {
  const { paint } = text.style
  const time = `in ${seconds(elapsed)}`
  const parts = [
    ...(data.num_errors > 0 ? [plural(data.num_errors, 'error')] : []),
    ...(data.num_partial_success > 0
      ? [`${data.num_partial_success} partial ${data.num_partial_success === 1 ? 'success' : 'successes'}`]
      : []),
    ...(data.num_warnings > 0 ? [plural(data.num_warnings, 'warning')] : []),
  ]
  const state = data.keyboard_interrupt
    ? 'Interrupted'
    : parts.length > 0
      ? `Completed with ${parts.join(' and ')}`
      : 'Completed successfully'
  const colour = data.keyboard_interrupt || data.num_errors > 0 ? paint.red : parts.length > 0 ? paint.yellow : paint.green
  const slowest = data.results.reduce<RunResult | undefined>(
    (top, result) => (top && top.execution_time >= result.execution_time ? top : result),
    undefined,
  )
  const slow =
    slowest && data.results.length > 1
      ? paint.dim(`   slowest: ${planned.get(slowest.unique_id)?.name ?? slowest.unique_id} ${seconds(slowest.execution_time)}`)
      : ''
  return `${colour(`${state} ${time}`)}${slow}`
}
