/** After a run: how things stand with what is promised in this target, kept for the docs. Nothing is asked where nothing is promised. */
import type { AfterRun } from './after-run.js'
import { lateAnswer } from './late-incidents.js'

const building: ReadonlySet<string> = new Set(['build', 'run', 'snapshot', 'seed', 'retry', 'freshness'])

export const keepLateStates: AfterRun = async (opened, invocation) => {
  if (!building.has(invocation.flags.which) || invocation.signal.aborted) return
  const answer = await lateAnswer(opened, invocation)
  if (answer && invocation.flags.which !== 'freshness') (await import('./late/kept.js')).keepLate(opened, invocation, answer)
}
