/** `retry`: what failed or was skipped in the last run, with that run's flags; also what a killed run never came to. */
import { join } from 'node:path'
import { readRunResultsIfAny } from '../artifacts/index.js'
import type { Flags, Invocation } from '../core/invocation.js'
import { findResource } from '../core/manifest.js'
import type { Plain, UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { targetFolderOf } from '../load/index.js'
import { readLastRun } from '../run/index.js'
import type { CommandBody, CommandResult } from './command.js'
import { cannotRetry, nothingToRetry } from './errors.js'
import { execute } from './execute.js'
import { camel } from './flag-spec.js'
import { openProject } from './open-project.js'
import { succeeded } from './run-report.js'
import { readState, readStateToClone, textFlag } from './state.js'

interface EarlierRun {
  readonly which: string
  readonly flags: Plain
  readonly again: ReadonlySet<UniqueId>
  readonly batches: ReadonlyMap<UniqueId, NonNullable<RunResult['batch_results']>>
}

/** Flags about where things are stay those of this call. */
const ownFlags = [
  'logPath',
  'profilesDir',
  'projectDir',
  'deferState',
  'targetPath',
  'warnError',
  'quiet',
  'debug',
  'logFormat',
  'logLevel',
  'useColors',
  'printerWidth',
]

export const retry: CommandBody = async (invocation) => {
  const folder = textFlag(invocation.flags.state) ?? targetFolderOf(invocation)
  const earlier = await earlierRun(folder, invocation)
  const again: Invocation = { ...invocation, flags: mergedFlags(invocation, earlier) }
  if (earlier.which === 'run-operation' || earlier.which === 'generate') return await repeatCommand(again, earlier)
  if (!['build', 'run', 'test', 'seed', 'snapshot', 'compile', 'clone'].includes(earlier.which)) throw cannotRetry(earlier.which)
  const opened = await openProject(again)
  const selected = new Set([...earlier.again].filter((id) => findResource(opened.manifest, id)))
  const state = await (earlier.which === 'clone' ? readStateToClone : readState)(opened, again)
  const action = earlier.which === 'compile' || earlier.which === 'clone' ? earlier.which : 'execute'
  const { results } = await execute(opened, again, {
    selected,
    state,
    action,
    testsBlock: earlier.which === 'build',
    earlierBatches: earlier.batches,
  })
  return { success: succeeded(results), results }
}

/** Commands without a selection run again as a whole. */
async function repeatCommand(invocation: Invocation, earlier: EarlierRun): Promise<CommandResult> {
  if (earlier.again.size === 0) return { success: true, results: [] }
  if (earlier.which === 'generate') return await (await import('./docs-generate.js')).docsGenerate(invocation, [])
  const { runOperation } = await import('./run-operation.js')
  return await runOperation(invocation, [String(earlier.flags.macro ?? '')])
}

function mergedFlags(invocation: Invocation, earlier: EarlierRun): Flags {
  const now = invocation.flags
  const own = Object.fromEntries(ownFlags.map((name) => [name, now[name]]))
  const overrides = {
    ...(Object.keys(now.vars).length > 0 ? { vars: now.vars } : {}),
    ...(now.threads === undefined ? {} : { threads: now.threads }),
    ...(now.fullRefresh ? { fullRefresh: true } : {}),
  }
  return { ...now, ...earlier.flags, ...own, ...overrides, which: earlier.which }
}

/** @throws NOTHING_TO_RETRY where nothing ran, as where a selection was empty. */
export async function earlierRun(folder: string, invocation: Invocation): Promise<EarlierRun> {
  const recorded = readLastRun(folder)
  const written = await readRunResultsIfAny(join(folder, 'run_results.json'))
  if (recorded && !recorded.complete && recorded.invocationId !== written?.metadata.invocation_id) {
    const done = new Set(recorded.results.filter((result) => !failed(result, invocation)).map((result) => result.unique_id))
    const again = new Set(recorded.selected.filter((id) => !done.has(id)))
    return { which: recorded.which, flags: recorded.flags, again, batches: batchesOf(recorded.results) }
  }
  if (!written || written.results.length === 0) throw nothingToRetry(folder)
  const flags = Object.fromEntries(Object.entries(written.args).map(([name, value]) => [camel(name), value]))
  const again = written.results.filter((result) => failed(result, invocation)).map((result) => result.unique_id)
  return { which: String(flags.which ?? ''), flags, again: new Set(again), batches: batchesOf(written.results) }
}

type Earlier = Pick<RunResult, 'unique_id' | 'status' | 'batch_results'>

const retryable = new Set(['error', 'fail', 'skipped', 'runtime error', 'partial success'])

function failed(result: Earlier, invocation: Invocation): boolean {
  // Hooks, and gates of sources, which are asked again for the sake of what reads them.
  if (/^(operation|source)\./.test(result.unique_id)) return false
  return retryable.has(result.status) || (invocation.flags.warnError && result.status === 'warn')
}

/** Only where some batches succeeded: with none, the model may need its full refresh. */
function batchesOf(results: readonly Earlier[]): EarlierRun['batches'] {
  const entries = results.flatMap((result): [UniqueId, NonNullable<RunResult['batch_results']>][] => {
    const batches = result.batch_results
    return batches && batches.successful.length > 0 && batches.failed.length > 0 ? [[result.unique_id, batches]] : []
  })
  return new Map(entries)
}
