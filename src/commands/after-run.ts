/** What happens with the results of a run when it is over. Each step is one file, and one line here; none can fail the run. */
import type { Invocation } from '../core/invocation.js'
import type { FinishedRun } from './finished-run.js'
import type { OpenProject } from './open-project.js'

export type AfterRun = (opened: OpenProject, invocation: Invocation, run: FinishedRun) => Promise<void>

/** In this order: later steps read what earlier ones kept. Loaded when a run ends. */
const steps: readonly (() => Promise<AfterRun>)[] = [
  async () => (await import('./keep-history.js')).keepHistory,
  async () => (await import('./keep-late.js')).keepLateStates,
  async () => (await import('./send-alerts.js')).sendAlertsOfRun,
  async () => (await import('./write-metrics.js')).writeMetrics,
]

export async function afterRun(opened: OpenProject, invocation: Invocation, run: FinishedRun): Promise<void> {
  for (const step of steps) {
    try {
      await (await step())(opened, invocation, run)
    } catch (thrown) {
      // What was built stands; an interrupted command is to end at once.
      if (invocation.signal.aborted) return
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      invocation.events.emit('Note', { msg: `After the run: ${why}` }, 'warn')
    }
  }
}
