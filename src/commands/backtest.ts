/** `test --backtest`: walks the history of the selected monitors forward and says when each would have fired, and on what. */
import type { Connection } from '../adapters/index.js'
import { compileNode, placeForAuthor } from '../compile/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Anomaly, MonitorReport } from '../core/monitor-report.js'
import type { Plain, TestNode } from '../core/node.js'
import { judge, type MonitorSpec, monitorRows, watchedTable } from '../monitor/index.js'
import type { CommandResult } from './command.js'
import { type KnownIncident, readKnown, verdictOf } from './known-incidents.js'
import { openProject } from './open-project.js'
import { select } from './selection.js'
import { readState, textFlag } from './state.js'
import { withRuntime } from './warehouse.js'

export interface BacktestedMonitor {
  readonly monitor: string
  readonly table: string
  readonly time_column: string
  readonly partitions: number
  readonly judged: number
  /** Partitions on which something fired. */
  readonly fired: number
  readonly checks: readonly { readonly check: string; readonly fired: number }[]
  readonly anomalies: readonly Anomaly[]
  /** Where known incidents are given. */
  readonly verdict?: ReturnType<typeof verdictOf>
}

export async function backtest(invocation: Invocation): Promise<CommandResult> {
  const path = textFlag(invocation.flags.known)
  const known = path === undefined ? undefined : await readKnown(path, invocation.cwd)
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'test', state)
  const monitors = [...selected].flatMap((id) => {
    const node = opened.manifest.nodes[id]
    return node?.resource_type === 'test' && node.test_metadata?.name === 'sluice_monitor' ? [node] : []
  })
  const value = await withRuntime(opened, invocation, { selected, deferred: state.deferred }, async (runtime) => {
    if (monitors.length === 0) return []
    const connection = await runtime.adapter.connect('backtest')
    try {
      const found: BacktestedMonitor[] = []
      for (const node of monitors) found.push(summary(node, await walked(runtime, node, connection), known))
      return found
    } finally {
      await connection.close()
    }
  })
  const msg = invocation.flags.output === 'json' ? JSON.stringify(value, null, 2) : value.map(textOf).join('\n\n')
  invocation.events.emit('PrintEvent', { msg: msg || 'No monitor is selected: tables declare them under `monitors:`' })
  return { success: true, value }
}

async function walked(runtime: Runtime, node: TestNode, connection: Connection): Promise<MonitorReport> {
  const { invocation, manifest } = runtime
  const compiled = await compileNode(runtime, node, connection)
  try {
    const { table } = await connection.execute(compiled.code, { fetch: true, signal: invocation.signal })
    const spec = (node.test_metadata as { readonly kwargs: Plain }).kwargs.monitor as MonitorSpec
    const rows = monitorRows(table)
    return judge({ id: node.unique_id, table: watchedTable(node, manifest), spec, rows, now: invocation.now() })
  } catch (error) {
    throw error instanceof SluiceError ? placeForAuthor(error, node, runtime, compiled) : error
  }
}

function summary(node: TestNode, report: MonitorReport, known: readonly KnownIncident[] | undefined): BacktestedMonitor {
  const { table, timeColumn, partitions, judged, past, series } = report
  const names = [...new Set([...series.map(({ check }) => check), ...past.map(({ check }) => check)])]
  const periodsOf = (anomalies: readonly Anomaly[]) => new Set(anomalies.map(({ period }) => period)).size
  return {
    monitor: node.name,
    table,
    time_column: timeColumn,
    partitions,
    judged,
    fired: periodsOf(past),
    checks: names.map((check) => ({ check, fired: periodsOf(past.filter((each) => each.check === check)) })),
    anomalies: past,
    ...(known ? { verdict: verdictOf(report, known) } : {}),
  }
}

function textOf({ monitor, table, time_column, partitions, judged, fired, checks, anomalies, verdict }: BacktestedMonitor): string {
  const head = `${monitor}: ${table} by ${time_column}, ${partitions} partitions, ${judged} judged, fired on ${fired}`
  const counts = checks.map(({ check, fired: times }) => `${check} ${times}`).join(', ')
  const lines = anomalies.map(({ words }) => `  ${words}`)
  const verdictLine = verdict && [
    `  known incidents found: ${verdict.found} of ${verdict.known}; false alarms: ${verdict.false_alarms} of ${verdict.clean} clean partitions (${(verdict.rate * 100).toFixed(1)} %)`,
  ]
  return [head, `  ${counts}`, ...lines, ...(verdictLine ?? [])].join('\n')
}
