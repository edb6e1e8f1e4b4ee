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
import type { CommandBody } from './command.js'
import { runSelected, saveRunResults } from './execute.js'
import { withInline } from './inline.js'
import { type OpenProject, openProject, saveManifest } from './open-project.js'
import { announceRun, stopOnFailures, succeeded } from './run-report.js'
import { select } from './selection.js'
import { readState } from './state.js'
import { openAdapter } from './warehouse.js'

export const compile: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const inline = flags.inline as string | undefined
  const closed = await openProject(invocation)
  const opened = inline === undefined ? closed : await withInline(closed, invocation, inline)
  const state = await readState(opened, invocation)
  const offline = await whyOffline(opened, invocation)
  const selected: ReadonlySet<UniqueId> =
    'inlineId' in opened
      ? new Set([opened.inlineId as UniqueId])
      : select(opened, invocation, offline === undefined ? 'compile' : 'offline', state)
  if (selected.size === 0) {
    events.emit('NothingToDo', {})
    return { success: true, results: [] }
  }
  announceRun(invocation, opened.manifest, selected, opened.project.target.threads, opened.project.target.name)
  if (offline !== undefined) {
    const folder = relative(invocation.cwd, join(opened.targetDir, 'run')).replaceAll('\\', '/')
    events.emit('Note', { msg: `No warehouse is asked (${offline}): all SQL, as for an empty one, goes to ${folder}` })
  }
  const action = offline === undefined ? 'compile' : 'offline'
  const { results, elapsed } = await runSelected(opened, invocation, { selected, state, action, hooks: false })
  if (inline === undefined) {
    await saveManifest(opened, invocation)
    await saveRunResults(opened, invocation, results, elapsed)
  }
  stopOnFailures(results)
  for (const result of results) printCompiled(invocation, result, opened.manifest.nodes[result.unique_id]?.name, inline !== undefined)
  return { success: succeeded(results), results }
}

/** Undefined where the warehouse is asked, as templates may want to. */
async function whyOffline({ project }: OpenProject, invocation: Invocation): Promise<string | undefined> {
  const { target } = project
  const { flags } = invocation
  const credentials = target.credentials as Credentials
  const { hasLogin } = await adapterModule(target.type)
  if (flags.offline === true) return '--offline'
  if (!hasLogin) return undefined
  if (flags.introspect === false) return '--no-introspect'
  if (!hasLogin(credentials)) return `target ${target.name} holds nothing to log in with`
  return (await driverMissing(project, invocation)) ? `the driver of ${target.type} is not installed` : undefined
}

async function driverMissing(project: OpenProject['project'], invocation: Invocation): Promise<boolean> {
  try {
    await (await openAdapter({ project }, invocation)).close()
    return false
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'ADAPTER_DRIVER_MISSING') return true
    throw error
  }
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
