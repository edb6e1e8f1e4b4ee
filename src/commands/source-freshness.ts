/** `source freshness`: asks sources how old their newest rows are, writes sources.json; exit 1 where one is too old. */
import { join, resolve } from 'node:path'
import { type FreshnessEntry, type FreshnessFailure, type FreshnessStatus, writeSources } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { RunResult } from '../core/result.js'
import { afterRun } from './after-run.js'
import type { CommandBody } from './command.js'
import { elapsedWords } from './counts.js'
import { runSelected } from './execute.js'
import { type OpenProject, openProject, saveManifest } from './open-project.js'
import { announceRun } from './run-report.js'
import { select } from './selection.js'
import { readState, type State, textFlag } from './state.js'

export const sourceFreshness: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = new Set([...select(opened, invocation, 'freshness', state)].filter((id) => isChecked(opened, id)))
  if (selected.size === 0) invocation.events.emit('NothingToDo', {})
  else announceRun(invocation, opened.manifest, selected, opened.project.target.threads, opened.project.target.name)
  const hooks = invocation.flags.sourceFreshnessRunProjectHooks !== false
  const output = textFlag(invocation.flags.output)
  if (output !== undefined) invocation.events.deprecated({ name: 'CustomOutputPathInSourceFreshnessDeprecation', data: { path: output } })
  if (!hooks && selected.size > 0 && Object.values(opened.manifest.nodes).some((node) => node.resource_type === 'operation'))
    invocation.events.deprecated({ name: 'SourceFreshnessProjectHooksNotRun' })
  // As parsed: what hooks compile to is not in it.
  await saveManifest(opened, invocation)
  const outcome =
    selected.size === 0
      ? { results: [], elapsed: 0, historyKept: false }
      : await runSelected(opened, invocation, { selected, state, action: 'freshness', hooks })
  const results = outcome.results.filter((result) => result.unique_id.startsWith('source.'))
  await save(opened, invocation, results, outcome.elapsed)
  const drifted = await lookForDrift(opened, invocation, state)
  const { elapsed, historyKept } = outcome
  await afterRun(opened, invocation, { results, elapsed, cancelled: invocation.signal.aborted, historyKept })
  for (const result of results)
    if (result.error) invocation.events.emit('RunResultError', { msg: result.message ?? '', error: result.error })
  invocation.events.emit('FinishedRunningStats', {
    stat_line: '',
    execution: elapsedWords(outcome.elapsed),
    execution_time: outcome.elapsed,
  })
  invocation.events.emit('Note', { msg: 'Done.' })
  const failed = outcome.results.some((result) => ['error', 'runtime error', 'fail', 'skipped'].includes(result.status))
  return { success: !failed && !drifted, results }
}

/** True where a source that says `drift: error` changed in a way that breaks its readers; nothing else about it fails the command. */
async function lookForDrift(opened: OpenProject, invocation: Invocation, state: State): Promise<boolean> {
  const sources = [...select(opened, invocation, 'freshness', state)].filter((id) => opened.manifest.sources[id])
  if (sources.length === 0 || invocation.signal.aborted) return false
  const { lookForDrift: look, stopsFor } = await import('./source-drift.js')
  try {
    return (await look(opened, invocation, sources)).some((drift) => stopsFor(opened, drift))
  } catch (thrown) {
    if (invocation.signal.aborted || (thrown instanceof SluiceError && thrown.code === 'SETTINGS_INVALID')) throw thrown
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    invocation.events.emit('Note', { msg: `The columns of sources could not be compared: ${why}` }, 'warn')
    return false
  }
}

/** Only sources that say what is too old can be judged. */
function isChecked(opened: OpenProject, id: string): boolean {
  const freshness = opened.manifest.sources[id]?.freshness
  const limits = (key: string) => (freshness?.[key] as { count?: unknown } | null | undefined)?.count
  return limits('warn_after') !== undefined && limits('warn_after') !== null
    ? true
    : limits('error_after') !== undefined && limits('error_after') !== null
}

async function save(opened: OpenProject, invocation: Invocation, results: readonly RunResult[], elapsedTime: number): Promise<void> {
  const given = textFlag(invocation.flags.output)
  const path = given === undefined ? join(opened.targetDir, 'sources.json') : resolve(invocation.projectDir, given)
  await writeSources(path, { results: results.map(entry), elapsedTime }, invocation)
  invocation.events.emit('ArtifactWritten', { artifact_type: 'FreshnessResult', artifact_path: path })
}

function entry(result: RunResult): FreshnessEntry | FreshnessFailure {
  if (!result.freshness) return { unique_id: result.unique_id, error: result.message, status: 'runtime error' }
  const { adapter_response, timing, thread_id, execution_time, unique_id } = result
  return { unique_id, ...result.freshness, status: result.status as FreshnessStatus, adapter_response, timing, thread_id, execution_time }
}
