/** `compile`: renders the selection below target/compiled without building anything; prints what was asked for by name or `--inline`. */
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import type { CommandBody } from './command.js'
import { runSelected, saveRunResults } from './execute.js'
import { withInline } from './inline.js'
import { openProject, saveManifest } from './open-project.js'
import { announceRun, stopOnFailures, succeeded } from './run-report.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const compile: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const inline = flags.inline as string | undefined
  const closed = await openProject(invocation)
  const opened = inline === undefined ? closed : await withInline(closed, invocation, inline)
  const state = await readState(opened, invocation)
  const selected: ReadonlySet<UniqueId> =
    'inlineId' in opened ? new Set([opened.inlineId as UniqueId]) : select(opened, invocation, 'compile', state)
  if (selected.size === 0) {
    events.emit('NothingToDo', {})
    return { success: true, results: [] }
  }
  announceRun(invocation, opened.manifest, selected, opened.project.target.threads, opened.project.target.name)
  const { results, elapsed } = await runSelected(opened, invocation, { selected, state, action: 'compile', hooks: false })
  if (inline === undefined) {
    await saveManifest(opened, invocation)
    await saveRunResults(opened, invocation, results, elapsed)
  }
  stopOnFailures(results)
  for (const result of results) printCompiled(invocation, result, opened.manifest.nodes[result.unique_id]?.name ?? '', inline !== undefined)
  return { success: succeeded(results), results }
}

/** Only nodes named in `--select`: a selection of hundreds is not for the terminal. */
function printCompiled(invocation: Invocation, result: RunResult, name: string, inline: boolean): void {
  const { flags, events } = invocation
  const asked = (flags.select as readonly string[]).join(' ')
  if (result.status !== 'success' || (!inline && !asked.includes(name))) return
  events.emit('CompiledNode', {
    node_name: name,
    compiled: result.compiled_code ?? '',
    is_inline: inline,
    output_format: String(flags.output ?? 'text'),
    unique_id: result.unique_id,
    quiet: flags.quiet === true,
  })
}
