/** Data tests: one query gives failures, should_warn and should_error; severity decides what they mean. */
import type { Plain, TestNode } from '../../core/node.js'
import type { RunResult, RunStatus } from '../../core/result.js'
import { shareInWords } from '../../core/share-threshold.js'
import type { Table } from '../../core/table.js'
import { warningRule } from '../../core/warn-error.js'
import { compileStep } from '../compile-step.js'
import { testResultInvalid } from '../errors.js'
import { materialize } from '../materialize.js'
import { measured, type NodeRun } from '../node-run.js'
import { readResponse } from '../response.js'
import { resultOf } from '../results.js'
import { sampleRows } from './sample-rows.js'

export interface TestFigures {
  readonly failures: number
  readonly shouldWarn: boolean
  readonly shouldError: boolean
  /** Rows it looks at, of a test that is judged by the share of them. */
  readonly rows?: number
}

export async function runDataTest(run: NodeRun<TestNode>): Promise<RunResult> {
  const { node, watch } = run
  if (node.test_metadata?.name === 'sluice_monitor') return await (await import('./monitor.js')).runMonitor(run, warningsFail(run))
  await watch.phase('compile', () => compileStep(run))
  const { scope } = await watch.phase('execute', () =>
    materialize(run, { materialization: node.config.materialized, returnsRelations: false }),
  )
  const main = scope.results.get('main')
  if (!main) throw testResultInvalid(node.unique_id, 'the test ran no main statement')
  const figures = testFigures(node, main.table)
  const { status, message } = judge(node.config, figures, warningsFail(run))
  const failures = status === 'pass' ? 0 : figures.failures
  const time = measured(run)
  const samples = status === 'pass' ? undefined : await sampleRows(run)
  return resultOf(node, status, time, {
    message,
    failures,
    found: figures.failures,
    adapter_response: readResponse(main.response).fields,
    ...(samples ? { samples } : {}),
  })
}

function warningsFail(run: NodeRun): boolean {
  const { flags } = run.runtime.invocation
  return warningRule(flags.warnError, flags.warnErrorOptions as Parameters<typeof warningRule>[1])(['LogTestResult']) === 'error'
}

function testFigures(node: TestNode, table: Table): TestFigures {
  const row = table.rows[0]
  if (table.rows.length !== 1 || !row) throw testResultInvalid(node.unique_id, `the query gave ${table.rows.length} rows`)
  const byShare = table.columnNames.at(-1)?.toLowerCase() === 'sluice_tested_rows'
  if (table.columnNames.length !== (byShare ? 4 : 3))
    throw testResultInvalid(node.unique_id, `the query gave ${table.columnNames.length} columns`)
  const cells = Object.fromEntries(table.columnNames.map((name, index) => [name.toLowerCase(), row.cells[index]]))
  const failures = Number(cells.failures)
  if (cells.failures === null || Number.isNaN(failures)) {
    throw testResultInvalid(node.unique_id, `failures is ${String(cells.failures)}; fail_calc must give a number`)
  }
  const asked = { failures, shouldWarn: asBoolean(cells.should_warn, node), shouldError: asBoolean(cells.should_error, node) }
  return byShare ? { ...asked, rows: Number(cells.sluice_tested_rows) } : asked
}

/** A warehouse may answer true, 1 or 'true'. */
function asBoolean(cell: unknown, node: TestNode): boolean {
  if (typeof cell !== 'string') return cell !== null && cell !== undefined && cell !== false && Number(cell) !== 0
  if (/^(y|yes|t|true|on|1)$/i.test(cell)) return true
  if (/^(n|no|f|false|off|0)$/i.test(cell)) return false
  throw testResultInvalid(node.unique_id, `'${cell}' is not a truth value; should_warn and should_error come from warn_if and error_if`)
}

/** dbt's decision: an error needs severity error; a warning may be raised to a failure by `--warn-error`. */
export function judge(
  config: Plain,
  figures: TestFigures,
  warningsFail: boolean,
): { readonly status: RunStatus; readonly message: string | null } {
  const severity = String(config.severity ?? 'ERROR').toUpperCase()
  const { failures, rows } = figures
  const many = rows === undefined ? `${failures} ${failures === 1 ? 'result' : 'results'}` : shareInWords(failures, rows)
  const got = `Got ${many}, configured to`
  const warnIf = String(config.warn_if ?? '!= 0')
  if (severity === 'ERROR' && figures.shouldError) return { status: 'fail', message: `${got} fail if ${String(config.error_if ?? '!= 0')}` }
  if (!figures.shouldWarn) return { status: 'pass', message: null }
  return warningsFail ? { status: 'fail', message: `${got} fail if ${warnIf}` } : { status: 'warn', message: `${got} warn if ${warnIf}` }
}
