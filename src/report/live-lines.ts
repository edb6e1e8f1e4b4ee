/** How a finished node reads on one line of a terminal: mark, kind, name, materialization, rows changed, seconds, its tests. */
import type { NodeInfo, PlannedNode } from '../core/event.js'
import { isFailure, type RunResult } from '../core/result.js'
import { padCells, padCellsStart, type Style } from './style.js'

/** A node that has finished, its tests with it. */
export interface FinishedNode {
  readonly node: PlannedNode
  readonly result: RunResult
  readonly tests: readonly FinishedTest[]
  readonly skippedBecause?: string | undefined
}

export interface FinishedTest {
  readonly node: PlannedNode
  readonly result: RunResult
}

export interface Columns {
  readonly name: number
  readonly materialized: number
}

export function columnsFor(nodes: readonly PlannedNode[], width: number): Columns {
  const lines = nodes.filter((node) => node.attachedTo === null || node.resource_type === 'unit_test')
  const longest = Math.max(12, ...lines.map((node) => shortName(node).length))
  const materialized = Math.max(5, ...lines.map((node) => materialization(node).length))
  return { name: Math.min(longest, Math.max(12, width - materialized - 46)), materialized }
}

export function nodeLine(finished: FinishedNode, columns: Columns, style: Style): string {
  const { node, result } = finished
  const { paint } = style
  const start = ` ${markOf(result, finished.tests, style)} ${paint.dim(padCells(kindOf(node.resource_type), 8))} ${padCells(shortName(node), columns.name)}`
  if (result.status === 'skipped') return `${start}  ${paint.yellow(skipText(finished))}`
  const middle = `  ${paint.dim(padCells(materialization(node), columns.materialized))}  ${padCellsStart(seconds(result.execution_time), 8)}`
  return `${start}${middle}  ${padCells(rowsText(finished, style), 18)}${testsText(finished.tests, style)}`.trimEnd()
}

/** Below a node: only tests that did not pass. */
export function testLine(test: FinishedTest, style: Style): string {
  const failures = test.result.failures
  const count =
    failures === null || failures === undefined ? test.result.status : `${test.result.status} ${failures.toLocaleString('en-US')}`
  const paint = isFailure(test.result.status) ? style.paint.red : style.paint.yellow
  return `   ${style.symbols.gutter} ${markOf(test.result, [], style)} ${test.node.name}  ${paint(count)}`
}

function markOf(result: RunResult, tests: readonly FinishedTest[], style: Style): string {
  const { paint, symbols } = style
  const statuses = [result.status, ...tests.map((test) => test.result.status)]
  if (statuses.some(isFailure)) return paint.red(symbols.fail)
  if (result.status === 'skipped') return paint.yellow(symbols.skip)
  if (statuses.includes('warn')) return paint.yellow(symbols.warn)
  return result.status === 'no-op' || result.status === 'reused' ? paint.dim(symbols.none) : paint.green(symbols.ok)
}

const kinds: Readonly<Record<string, string>> = { unit_test: 'unit', test: 'test', operation: 'hook' }

function kindOf(resourceType: string): string {
  return kinds[resourceType] ?? resourceType
}

function shortName(node: PlannedNode): string {
  return node.resource_type === 'unit_test' ? node.name.replace('::', ' › ') : node.name
}

function materialization(node: PlannedNode): string {
  return ['model', 'snapshot'].includes(node.resource_type) ? (node.resource_type === 'snapshot' ? '' : node.materialized) : ''
}

function skipText(finished: FinishedNode): string {
  const cause = finished.skippedBecause ?? finished.result.skippedBecause
  return cause ? `skipped: ${cause.split('.').slice(2).join('.') || cause} failed` : 'skipped'
}

export function seconds(value: number): string {
  return value >= 60 ? `${Math.floor(value / 60)}m ${(value % 60).toFixed(0).padStart(2, '0')}s` : `${value.toFixed(2)}s`
}

function rowsText(finished: FinishedNode, style: Style): string {
  const { result } = finished
  const { paint, symbols } = style
  if (isFailure(result.status) && !result.rows)
    return paint.red(result.failures ? `${result.status} ${result.failures.toLocaleString('en-US')}` : result.status)
  if (result.status === 'warn') return paint.yellow(`warn ${result.failures ?? ''}`.trim())
  const rows = result.rows
  if (!rows) return ''
  const number = (value: number) => value.toLocaleString('en-US')
  const changes = [
    rows.inserted === undefined ? '' : paint.green(`+${number(rows.inserted)}`),
    rows.updated ? paint.yellow(`~${number(rows.updated)}`) : '',
    rows.deleted ? paint.red(`${symbols.minus}${number(rows.deleted)}`) : '',
  ].filter((text) => text !== '')
  if (changes.length > 0) return changes.join(' ')
  return rows.total === undefined ? '' : `${number(rows.total)} ${rows.total === 1 ? 'row' : 'rows'}`
}

function testsText(tests: readonly FinishedTest[], style: Style): string {
  if (tests.length === 0) return ''
  const passed = tests.filter((test) => test.result.status === 'pass').length
  const warned = tests.filter((test) => test.result.status === 'warn').length
  const failed = tests.filter((test) => isFailure(test.result.status)).length
  const notes = [warned ? style.paint.yellow(`${warned} warn`) : '', failed ? style.paint.red(`${failed} failed`) : ''].filter(
    (text) => text !== '',
  )
  return `  ${passed}/${tests.length} ${tests.length === 1 ? 'test' : 'tests'}${notes.length > 0 ? `  ${notes.join('  ')}` : ''}`
}

export function runningLine(info: NodeInfo, since: number, frame: string, style: Style): string {
  return ` ${style.paint.cyan(frame)} ${style.paint.dim(padCells(kindOf(info.resource_type), 8))} ${info.node_name}  ${style.paint.dim(`${since.toFixed(1)}s`)}`
}

export function barLine(done: number, total: number, elapsed: number, width: number, style: Style): string {
  const size = Math.max(10, Math.min(40, width - 24))
  const filled = total === 0 ? size : Math.round((done / total) * size)
  const bar = `${style.paint.green(style.symbols.bar.repeat(filled))}${style.paint.dim(style.symbols.barRest.repeat(size - filled))}`
  return ` ${bar}  ${done}/${total}  ${elapsed.toFixed(1)}s`
}
