/**
 * `build`, and the page to read first: files → project → manifest → graph → selected nodes → (compiled and run, one by one,
 * in dependency order) → artifacts → lineage page. Each arrow is one function of one folder.
 */
import type { CommandBody } from './command.js'
import { execute } from './execute.js'
import { showHeadlines } from './headlines.js'
import { openProject } from './open-project.js'
import { succeeded } from './run-report.js'
import { select } from './selection.js'
import { tryWriteSite } from './site.js'
import { readState } from './state.js'

/** Loaded for `--check` alone: nothing else here reads SQL. */
async function soundToBuild(...args: Parameters<typeof import('./check.js').checkSelected>): Promise<boolean> {
  return await (await import('./check.js')).checkSelected(...args)
}

export const build: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'build', state)
  if (invocation.flags.check === true && !(await soundToBuild(opened, invocation, selected))) return { success: false, results: [] }
  const { results, elapsed } = await execute(opened, invocation, { selected, state, testsBlock: true })
  const run = { results, elapsed, command: invocation.flags.which, finishedAt: invocation.now().toISOString() }
  if (invocation.flags.docs !== false) await tryWriteSite(opened, invocation, { run })
  showHeadlines(opened, invocation, results)
  return { success: succeeded(results), results }
}
