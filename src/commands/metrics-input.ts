/** What metrics are made of: the history, what was last judged of promises, and alerts that wait. */
import type { Invocation } from '../core/invocation.js'
import { version } from '../core/version.js'
import { readSettings } from '../load/index.js'
import { type HistoryStore, loadAlerts, loadMetrics, type MetricsSettings } from '../observe/index.js'
import { withHistory } from './history-place.js'
import { keptLate } from './late/kept.js'
import type { OpenProject } from './open-project.js'
import { sloOf } from './slo.js'

/** Runs counted, and runs whose nodes are looked at. */
const counted = 500
const looksBack = 50

/** Throws SETTINGS_INVALID. */
export async function metricsSettings({ project }: Pick<OpenProject, 'project'>, invocation: Invocation): Promise<MetricsSettings> {
  return (await loadMetrics()).readMetricsSettings(readSettings(project, invocation, 'metrics'))
}

/** In Prometheus' text format. A connection is opened where the history lies in the warehouse. */
export async function projectMetrics(opened: OpenProject, invocation: Invocation, settings: MetricsSettings): Promise<string> {
  return await withHistory(opened, invocation, async (store) => await textOf(opened, invocation, settings, store))
}

async function textOf(
  opened: OpenProject,
  invocation: Invocation,
  settings: MetricsSettings,
  store: HistoryStore | undefined,
): Promise<string> {
  const { figuresOf, metricsText } = await loadMetrics()
  const { Outbox, readAlertState } = await loadAlerts()
  const { root } = opened.project.root
  const heads = store ? await store.runs(counted) : []
  const records = store ? await store.records({ limit: looksBack }) : []
  const waiting = new Map<string, number>()
  for (const { message } of new Outbox(root).waiting()) waiting.set(message.sink, (waiting.get(message.sink) ?? 0) + 1)
  const open = Object.values(readAlertState(root).open).filter(({ resolvedAt }) => resolvedAt === null)
  return await metricsText({
    project: opened.manifest.metadata.project_name,
    version,
    heads,
    figures: figuresOf(heads, records, settings.maxNodes),
    slas: keptLate(opened)?.states ?? [],
    slos: store ? (await sloOf(opened, invocation, store)).slos : [],
    waiting,
    incidents: open.map(({ target, incident: { kind, severity } }) => ({ target, kind, severity })),
  })
}
