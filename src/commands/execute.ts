/** What `build`, `run`, `test`, `seed` and `snapshot` share after the project is open: run the selection and keep the record. */
import { join } from 'node:path'
import { writeRunResults } from '../artifacts/index.js'
import type { Runtime } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import type { Plain, UniqueId } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import type { RunResult } from '../core/result.js'
import { type RunOptions, type RunOutcome, runNodes } from '../run/index.js'
import { afterRun } from './after-run.js'
import { snake } from './flag-spec.js'
import { openGates } from './gates.js'
import { keepResults } from './kept-results.js'
import { type OpenProject, saveManifest, stopOnEscalated } from './open-project.js'
import { tellLineage } from './openlineage.js'
import { announceRun, reportRun } from './run-report.js'
import type { State } from './state.js'
import { withRuntime } from './warehouse.js'

export interface Execution {
  readonly selected: ReadonlySet<UniqueId>
  readonly state: State
  readonly action?: RunOptions['action']
  readonly testsBlock?: boolean
  readonly hooks?: boolean
  readonly earlierBatches?: RunOptions['earlierBatches']
}

const nothing: RunOutcome = { results: [], elapsed: 0, cancelled: false }

/** Runs, reports, and writes manifest.json and run_results.json, also after an interruption. */
export async function execute(opened: OpenProject, invocation: Invocation, execution: Execution): Promise<RunOutcome> {
  const { selected } = execution
  if (selected.size === 0) {
    invocation.events.emit('NothingToDo', {})
    await saveRun(opened, invocation, nothing)
    return nothing
  }
  stopOnEscalated(invocation)
  await toldOf(opened, invocation, () => checkSources(opened, invocation, execution))
  await tellLineage(opened, invocation)
  announceRun(invocation, opened.manifest, selected, opened.project.target.threads, opened.project.target.name)
  const outcome = await toldOf(opened, invocation, () => runSelected(opened, invocation, execution))
  await saveRun(opened, invocation, outcome)
  reportRun(invocation, opened.manifest, outcome.results, outcome.elapsed)
  return outcome
}

/** Whoever hears of failures has to hear of a run that could not start. */
async function toldOf<T>(opened: OpenProject, invocation: Invocation, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const { alertOfNoRun } = await import('./send-alerts.js')
    // What stopped the run is the news, not what stops its alert.
    await alertOfNoRun(opened, invocation, thrown).catch(() => undefined)
    throw thrown
  }
}

/** Loaded only where a source says that its columns are to be watched. */
async function checkSources(opened: OpenProject, invocation: Invocation, { action, selected }: Execution): Promise<void> {
  if (action !== undefined && action !== 'execute') return
  if (!Object.values(opened.manifest.sources).some((source) => ownSetting(source, 'drift') !== undefined)) return
  await (await import('./source-drift.js')).checkDrift(opened, invocation, selected)
}

/** The run itself, without words or files of its own. */
export async function runSelected(opened: OpenProject, invocation: Invocation, execution: Execution): Promise<RunOutcome> {
  const { selected, state } = execution
  const gates = (execution.action ?? 'execute') === 'execute' ? await openGates(opened, invocation) : undefined
  const history = await historyOptions(opened, invocation, execution)
  return await withRuntime(opened, invocation, { selected, deferred: state.deferred, offline: execution.action === 'offline' }, (runtime) =>
    runNodes({
      runtime,
      graph: opened.graph,
      selected,
      action: execution.action ?? 'execute',
      testsBlock: execution.testsBlock ?? false,
      threads: opened.project.target.threads,
      targetDir: opened.targetDir,
      hooks: execution.hooks ?? true,
      ...(execution.earlierBatches ? { earlierBatches: execution.earlierBatches } : {}),
      ...history(runtime),
      gates: gates?.gates,
    }),
  ).finally(() => gates?.close())
}

type HistoryOptions = Pick<RunOptions, 'samples' | 'beforeClose'>

/** Its settings are read before anything runs: what is wrong with them must not come out at the end. */
async function historyOptions(
  opened: OpenProject,
  invocation: Invocation,
  { action }: Execution,
): Promise<(runtime: Runtime) => HistoryOptions> {
  if (action === 'compile' || action === 'offline') return () => ({})
  const { historySettings } = await import('./history-place.js')
  const settings = historySettings(opened.project, invocation)
  const { samples } = settings
  if (settings.store !== 'warehouse') return () => ({ samples })
  const { historyKeeper } = await import('./keep-history.js')
  return (runtime) => ({ samples, beforeClose: historyKeeper(opened, invocation, settings, runtime) })
}

async function saveRun(opened: OpenProject, invocation: Invocation, outcome: RunOutcome): Promise<void> {
  await saveManifest(opened, invocation)
  await saveRunResults(opened, invocation, outcome.results, outcome.elapsed)
  keepResults(opened, invocation, outcome.results, outcome.elapsed)
  await afterRun(opened, invocation, outcome)
}

export async function saveRunResults(
  opened: OpenProject,
  invocation: Invocation,
  results: readonly RunResult[],
  elapsed: number,
): Promise<void> {
  if (invocation.flags.writeJson === false) return
  const path = join(opened.targetDir, 'run_results.json')
  await writeRunResults(path, { results, elapsedTime: elapsed, args: artifactArgs(invocation) }, invocation)
  invocation.events.emit('ArtifactWritten', { artifact_type: 'RunExecutionResult', artifact_path: path })
}

/** The flags by dbt's names, as `args` of run_results.json; what is unset is left out. */
export function artifactArgs(invocation: Invocation): Plain {
  const entries = Object.entries(invocation.flags).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(entries.map(([name, value]) => [snake(name), value]))
}
