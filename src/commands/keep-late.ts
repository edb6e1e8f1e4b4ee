/** After a run: how things stand with what is promised in this target, kept for the docs. Nothing is asked where nothing is promised. */
import type { Invocation } from '../core/invocation.js'
import { lateAnswer } from './late-incidents.js'
import type { OpenProject } from './open-project.js'

const building: ReadonlySet<string> = new Set(['build', 'run', 'snapshot', 'seed', 'retry', 'freshness'])

export async function keepLateStates(opened: OpenProject, invocation: Invocation): Promise<void> {
  if (!building.has(invocation.flags.which) || invocation.signal.aborted) return
  const answer = await lateAnswer(opened, invocation)
  if (answer && invocation.flags.which !== 'freshness') (await import('./late/kept.js')).keepLate(opened, invocation, answer)
}
