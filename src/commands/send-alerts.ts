/** After a run: what is open is written down, and who has to know is told. Where nothing is wrong and nothing was, no file is touched. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { SluiceError } from '../core/error.js'
import { hostProcess, type Invocation } from '../core/invocation.js'
import { findResource } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { readSettings } from '../load/index.js'
import { type AlertSettings, type Incident, isTrouble, isWell, loadAlerts, type Sending, type Sent } from '../observe/index.js'
import { selectNodes } from '../select/index.js'
import type { FinishedRun } from './finished-run.js'
import { findIncidents } from './incidents.js'
import type { OpenProject } from './open-project.js'

/** Of commands that only copy or ask, results say nothing about the data. */
const telling = new Set(['build', 'run', 'test', 'seed', 'snapshot', 'retry', 'freshness'])

export async function sendAlertsOfRun(opened: OpenProject, invocation: Invocation, { results }: FinishedRun): Promise<void> {
  const { flags, env } = invocation
  const { root } = opened.project.root
  if (results.length === 0 || !telling.has(flags.which) || flags.empty || flags.sample !== undefined) return
  const settings = await soundSettings(opened.project, invocation)
  const known = existsSync(join(root, '.sluice', 'alerts.json'))
  // Without receivers what is open is kept for reports, as long as runs are.
  if (!settings && (env.SLUICE_HISTORY === 'off' || !(known || results.some(({ status }) => isTrouble(status))))) return
  const { incidents, looked } = await findIncidents(opened, invocation, results)
  const alerts = await loadAlerts()
  const open = Object.values(alerts.readAlertState(root).open)
  const outbox = new alerts.Outbox(root)
  const { manifest, project } = opened
  const gone = open.flatMap(({ bad, target }) =>
    target === project.target.name ? bad.filter((id) => id !== runOf(manifest) && !findResource(manifest, id)) : [],
  )
  const selections = selectionsOf(opened, invocation, settings)
  if (incidents.length > 0 || open.length > 0)
    outbox.see({
      version: 1,
      id: invocation.id,
      at: invocation.now().toISOString(),
      project: manifest.metadata.project_name,
      target: project.target.name,
      incidents: incidents.map((incident) => ({ incident, selections: selections(incident.cause) })),
      well: [runOf(manifest), ...results.flatMap(({ unique_id, status }) => (isWell(status) ? [unique_id] : [])), ...gone],
      looked,
    })
  else if (outbox.waiting().length === 0 && outbox.observations().length === 0) return
  tellSent(await alerts.sendAlerts(sendingOf(root, invocation, settings)), invocation)
}

/** What kept a run from starting is told of too, where alerts are set up: nothing of it is in any result. */
export async function alertOfNoRun(opened: OpenProject, invocation: Invocation, thrown: unknown): Promise<void> {
  const { manifest, project } = opened
  if (!(thrown instanceof SluiceError) || thrown.code === 'INTERRUPTED' || !telling.has(invocation.flags.which)) return
  const settings = await soundSettings(project, invocation)
  if (!settings) return
  const alerts = await loadAlerts()
  const at = invocation.now().toISOString()
  const name = manifest.metadata.project_name
  const incident: Incident = {
    key: 'failure:run',
    kind: 'failure',
    severity: 'error',
    title: `${invocation.flags.which} could not start: ${thrown.message.split('\n', 1)[0]}`,
    text: [thrown.code, thrown.message, thrown.fields.hint].filter(Boolean).join('\n'),
    cause: runOf(manifest),
    affected: [],
    exposures: [],
    owner: null,
    email: null,
    group: null,
    tags: [],
    runbook: null,
    since: at,
    witnesses: [runOf(manifest)],
  }
  const seen = { incident: invocation.redactor.deep(incident), selections: {} }
  const outbox = new alerts.Outbox(project.root.root)
  outbox.see({ version: 1, id: invocation.id, at, project: name, target: project.target.name, incidents: [seen], well: [], looked: [] })
  tellSent(await alerts.sendAlerts(sendingOf(project.root.root, invocation, settings)), invocation)
}

/** Stands for the run itself. */
function runOf({ metadata }: OpenProject['manifest']): string {
  return `run.${metadata.project_name}`
}

/** Wrong settings are told of as such; what was seen is kept for when they are mended. */
async function soundSettings(project: Project, invocation: Invocation): Promise<AlertSettings | undefined> {
  try {
    return await alertSettings(project, invocation)
  } catch (thrown) {
    if (!(thrown instanceof SluiceError)) throw thrown
    invocation.events.emit('Warning', { heading: 'No alert is sent', ...thrown.toJSON() })
    return undefined
  }
}

/** Undefined where none are set up. Throws SETTINGS_INVALID. Their secrets are masked from here on. */
export async function alertSettings(project: Project, invocation: Invocation): Promise<AlertSettings | undefined> {
  const at = readSettings(project, invocation, 'alerts')
  if (!at) return undefined
  const settings = (await loadAlerts()).readAlertSettings(at)
  for (const { secrets } of settings.sinks.values()) for (const secret of secrets) invocation.redactor.add(secret)
  return settings
}

export function sendingOf(root: string, invocation: Invocation, settings: AlertSettings | undefined): Sending {
  const { signal, redactor } = invocation
  return {
    ...hostProcess(),
    id: invocation.id,
    root,
    settings,
    signal,
    now: () => invocation.now(),
    newId: () => randomUUID(),
    sleep: async (time) => await setTimeout(time, undefined, { signal }).catch(() => undefined),
    clean: (text) => redactor.clean(text),
  }
}

/** Which of the selections that routes name a node is in. A selection that is none is told of, and takes nothing. */
function selectionsOf(
  { manifest, graph, project }: OpenProject,
  { events }: Invocation,
  settings: AlertSettings | undefined,
): (id: UniqueId) => Record<string, boolean> {
  const found = (settings?.selections ?? []).map((select): readonly [string, ReadonlySet<UniqueId>] => {
    try {
      return [select, selectNodes({ manifest, graph, selectors: project.selectors, select: select.split(/\s+/), includeEmpty: true })]
    } catch (thrown) {
      if (!(thrown instanceof SluiceError)) throw thrown
      events.emit('Warning', { heading: `Alerts: the selection "${select}" takes nothing`, ...thrown.toJSON() })
      return [select, new Set()]
    }
  })
  return (id) => Object.fromEntries(found.map(([select, ids]) => [select, ids.has(id)]))
}

/** One line, where there is something to say. */
export function tellSent({ sinks, locked }: Sent, { events }: Invocation): void {
  const sent = sinks.reduce((sum, each) => sum + each.sent, 0)
  const left = sinks.filter(({ waiting }) => waiting > 0)
  const parts = [
    sent > 0 ? `${sent} sent (${sinks.flatMap((each) => (each.sent > 0 ? [each.sink] : [])).join(', ')})` : '',
    ...left.map(({ sink, waiting, why }) => `${waiting} waiting for ${sink}${why ? ` (${why})` : ''}`),
    ...sinks.flatMap(({ sink, waiting, why }) => (waiting === 0 && why ? [`${sink}: ${why}`] : [])),
    locked ? 'another run is sending them' : '',
  ].filter(Boolean)
  if (parts.length > 0) events.emit('Note', { msg: `Alerts: ${parts.join(', ')}` }, left.length > 0 ? 'warn' : 'info')
}
