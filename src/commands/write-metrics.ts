/** After a run: the text file that the node exporter of Prometheus collects, where one is set up. Replaced whole. */
import { resolve } from 'node:path'
import type { Invocation } from '../core/invocation.js'
import { readSettings } from '../load/index.js'
import { loadAlerts } from '../observe/index.js'
import { metricsSettings, projectMetrics } from './metrics-input.js'
import type { OpenProject } from './open-project.js'

export async function writeMetrics(opened: OpenProject, invocation: Invocation): Promise<void> {
  const { flags, signal, projectDir } = invocation
  const given = typeof flags.metricsFile === 'string' ? flags.metricsFile : undefined
  if (signal.aborted || (given === undefined && !readSettings(opened.project, invocation, 'metrics'))) return
  const settings = await metricsSettings(opened, invocation)
  const file = given ?? settings.textfile
  if (file === undefined) return
  const text = await projectMetrics(opened, invocation, settings)
  const { writeWhole } = await loadAlerts()
  // Another user's collector reads it.
  writeWhole(resolve(given === undefined ? opened.project.root.root : projectDir, file), text, 0o644)
}
