/** Monitors: the test's query gives figures by partition; what is unusual among them is judged here, and the series are kept. */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MonitorReport } from '../../core/monitor-report.js'
import type { Plain, TestNode } from '../../core/node.js'
import type { RunResult, RunStatus } from '../../core/result.js'
import { judge, type MonitorRow, type MonitorSpec, monitorRows, watchedTable } from '../../monitor/index.js'
import { compileStep } from '../compile-step.js'
import { testResultInvalid } from '../errors.js'
import { measured, type NodeRun } from '../node-run.js'
import { resultOf } from '../results.js'

/** `warningsFail`: as the other tests of the run. */
export async function runMonitor(run: NodeRun<TestNode>, warningsFail: boolean): Promise<RunResult> {
  const { node, watch, runtime } = run
  const compiled = await watch.phase('compile', () => compileStep(run))
  if (!compiled) throw testResultInvalid(node.unique_id, 'the monitor has no query')
  const rows = await watch.phase('execute', async () => await rowsOf(run, compiled.code))
  const spec = (node.test_metadata as { readonly kwargs: Plain }).kwargs.monitor as MonitorSpec
  const report = judge({ id: node.unique_id, table: watchedTable(node, runtime.manifest), spec, rows, now: runtime.invocation.now() })
  keepReport(run, report)
  const failures = report.anomalies.length
  return resultOf(node, statusOf(report, warningsFail), measured(run), {
    message: messageOf(report),
    failures,
    monitor: report,
    ...(failures > 0 ? { samples: samplesOf(report) } : {}),
  })
}

async function rowsOf({ connection }: NodeRun<TestNode>, sql: string): Promise<readonly MonitorRow[]> {
  const { table } = await connection.execute(sql, { fetch: true })
  return monitorRows(table)
}

function statusOf({ anomalies }: MonitorReport, warningsFail: boolean): RunStatus {
  if (anomalies.some(({ severity }) => severity === 'error')) return 'fail'
  if (anomalies.length === 0) return 'pass'
  return warningsFail ? 'fail' : 'warn'
}

/** Each anomaly a sentence, the worst first. */
const told = 10

function messageOf({ anomalies, learning, partitions, grain }: MonitorReport): string | null {
  if (anomalies.length === 0)
    return learning === null ? null : `learning: ${partitions} ${grain}${partitions === 1 ? '' : 's'} of history, judges after ${learning}`
  const more = anomalies.length > told ? [`and ${anomalies.length - told} more`] : []
  return [...anomalies.slice(0, told).map(({ words }) => words), ...more].join('\n')
}

function samplesOf({ anomalies }: MonitorReport): NonNullable<RunResult['samples']> {
  return {
    columns: ['partition', 'what', 'value', 'expected'],
    rows: anomalies
      .slice(0, 20)
      .map(({ period, label, segment, value, expected }) => [
        period,
        segment === null ? label : `${label} (${segment[0]} ${segment[1]})`,
        value,
        expected,
      ]),
  }
}

/** So much is drawn by the docs site; the rest is in the table. */
const keptSeries = 40
const keptPoints = 120

/** For the docs site. A disk that is full costs a drawing, not the run. */
function keepReport({ options }: NodeRun<TestNode>, report: MonitorReport): void {
  const series = [...report.series]
    .sort((a, b) => bad(b) - bad(a) || Number(a.segment !== null) - Number(b.segment !== null))
    .slice(0, keptSeries)
    .map((each) => ({ ...each, points: each.points.slice(-keptPoints) }))
  const folder = join(options.targetDir, 'monitors')
  const name = createHash('sha256').update(report.unique_id).digest('hex').slice(0, 16)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...report, series, past: report.past.slice(-100) }))
  } catch {
    // Nothing to tell.
  }
}

function bad({ points }: MonitorReport['series'][number]): number {
  return points.some(({ state }) => state === 'anomaly') ? 1 : 0
}
