/** `snapshot`: snapshots only. */
import type { CommandBody } from './command.js'
import { execute } from './execute.js'
import { openProject } from './open-project.js'
import { succeeded } from './run-report.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const snapshot: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'snapshot', state)
  const { results } = await execute(opened, invocation, { selected, state })
  return { success: succeeded(results), results }
}
