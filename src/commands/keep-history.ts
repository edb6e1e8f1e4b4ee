/** Each run is kept as a file of `.sluice/history`; `SLUICE_HISTORY=off` keeps none. */
import type { Invocation } from '../core/invocation.js'
import { HistoryFiles, type HistoryStore, recordOf } from '../observe/index.js'
import { fileRefused } from './errors.js'
import type { FinishedRun } from './finished-run.js'
import type { OpenProject } from './open-project.js'

/** Never the reason why a run fails: what was built stands, whether or not it could be written down. */
export async function keepHistory(
  opened: OpenProject,
  invocation: Invocation,
  { results, elapsed, cancelled }: FinishedRun,
): Promise<void> {
  if (results.length === 0 || isOff(invocation)) return
  const { manifest, project } = opened
  try {
    const record = recordOf({ manifest, results, elapsed, cancelled, target: project.target.name }, invocation)
    await new HistoryFiles(project.root.root).write(record)
  } catch (thrown) {
    const error = fileRefused(thrown)
    if (!error) throw thrown
    invocation.events.emit('Note', { msg: `The run was not written to the history: ${error.message}` })
  }
}

/** Where the history of the project in `root` lies; undefined where none is kept. */
export function historyStore(root: string, invocation: Invocation): HistoryStore | undefined {
  return isOff(invocation) ? undefined : new HistoryFiles(root)
}

function isOff({ env }: Invocation): boolean {
  return env.SLUICE_HISTORY === 'off'
}
