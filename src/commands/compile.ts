/**
 * `compile`: renders the selection below target/compiled without building anything; prints what was asked for by name or
 * `--inline`. Where no warehouse can be reached it is done offline, with all SQL of a run below target/run.
 */
import { join, relative } from 'node:path'
import { adapterModule, type Credentials } from '../adapters/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import type { RunOutcome } from '../run/index.js'
import type { CommandBody } from './command.js'
import { runSelected, saveRunResults } from './execute.js'
import { withInline } from './inline.js'
import { type OpenProject, openProject, saveManifest } from './open-project.js'
import { announceRun, stopOnFailures, succeeded } from './run-report.js'
import { select } from './selection.js'
import { readState, type State } from './state.js'

export const compile: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const inline = flags.inline as string | undefined
  const closed = await openProject(invocation)
  const opened = inline === undefined ? closed : await withInline(closed, invocation, inline)
  const state = await readState(opened, invocation)
  const rendered = await render(opened, invocation, state)
  if (rendered === undefined) {
    events.emit('NothingToDo', {})
    return { success: true, results: [] }
  }
  const { results, elapsed } = rendered
  if (inline === undefined) {
    await saveManifest(opened, invocation)
    await saveRunResults(opened, invocation, results, elapsed)
  }
  stopOnFailures(results)
  for (const result of results) printCompiled(invocation, result, opened.manifest.nodes[result.unique_id]?.name, inline !== undefined)
  const sound = await analysed(opened, invocation, results)
  return { success: sound && succeeded(results), results }
}

/** Python and SQL of one's own are left alone: what is checked is the project. */
async function analysed(opened: OpenProject, invocation: Invocation, results: readonly RunResult[]): Promise<boolean> {
  const { staticAnalysis } = invocation.flags
  if (staticAnalysis === undefined || staticAnalysis === 'off') return true
  const { analyse } = await import('./check.js')
  return await analyse(opened, invocation, new Set(results.map(({ unique_id }) => unique_id)))
}

type Opened = OpenProject & { readonly inlineId?: UniqueId }

/** Undefined where nothing is selected. */
async function render(opened: Opened, invocation: Invocation, state: State): Promise<RunOutcome | undefined> {
  const { target } = opened.project
  const asOf = (action: 'compile' | 'offline') => {
    const selected = opened.inlineId === undefined ? select(opened, invocation, action, state) : new Set([opened.inlineId])
    if (selected.size === 0) return undefined
    announceRun(invocation, opened.manifest, selected, target.threads, target.name)
    return { selected, state, action, hooks: false }
  }
  const offline = async (why: string) => {
    const execution = asOf('offline')
    if (!execution) return undefined
    const folder = relative(invocation.cwd, join(opened.targetDir, 'run')).replaceAll('\\', '/')
    invocation.events.emit('Note', { msg: `No warehouse is asked (${why}): all SQL, as for an empty one, goes to ${folder}` })
    return await runSelected(opened, invocation, execution)
  }
  const why = await whyOffline(opened, invocation)
  if (why !== undefined) return await offline(why)
  const execution = asOf('compile')
  if (!execution) return undefined
  try {
    return await runSelected(opened, invocation, execution)
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code !== 'ADAPTER_DRIVER_MISSING') throw error
    return await offline(`the driver of ${target.type} is not installed`)
  }
}

/** Undefined where the warehouse is asked, as templates may want to. */
async function whyOffline({ project }: OpenProject, invocation: Invocation): Promise<string | undefined> {
  const { target } = project
  const { flags } = invocation
  const { hasLogin } = await adapterModule(target.type)
  if (flags.offline === true) return '--offline'
  if (!hasLogin) return undefined
  if (flags.introspect === false) return '--no-introspect'
  return hasLogin(target.credentials as Credentials) ? undefined : `target ${target.name} holds nothing to log in with`
}

/** Only nodes named in `--select`: a selection of hundreds is not for the terminal. */
function printCompiled(invocation: Invocation, result: RunResult, name: string | undefined, inline: boolean): void {
  const { flags, events } = invocation
  const asked = (flags.select as readonly string[]).join(' ')
  if (result.status !== 'success' || name === undefined || (!inline && !asked.includes(name))) return
  events.emit('CompiledNode', {
    node_name: name,
    compiled: result.compiled_code ?? '',
    is_inline: inline,
    output_format: String(flags.output ?? 'text'),
    unique_id: result.unique_id,
    quiet: flags.quiet === true,
  })
}
