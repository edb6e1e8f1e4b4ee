/** `clone --state`: the relations of another environment in this one, as free copies where the warehouse has such, else as views. */
import type { CommandBody } from './command.js'
import { execute } from './execute.js'
import { openProject } from './open-project.js'
import { succeeded } from './run-report.js'
import { select } from './selection.js'
import { readStateToClone } from './state.js'

export const clone: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  const state = await readStateToClone(opened, invocation)
  const selected = select(opened, invocation, 'clone', state)
  const { results } = await execute(opened, invocation, { selected, state, action: 'clone', hooks: false })
  return { success: succeeded(results), results }
}
