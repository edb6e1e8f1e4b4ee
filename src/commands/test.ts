/** `test`: data tests and unit tests only. */
import type { CommandBody } from './command.js'
import { execute } from './execute.js'
import { openProject } from './open-project.js'
import { succeeded } from './run-report.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const test: CommandBody = async (invocation) => {
  if (invocation.flags.backtest === true) return await (await import('./backtest.js')).backtest(invocation)
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'test', state)
  const { results } = await execute(opened, invocation, { selected, state })
  return { success: succeeded(results), results }
}
