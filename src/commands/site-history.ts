/** Earlier runs, for the trends of the docs site. */
import type { Invocation } from '../core/invocation.js'
import type { RunStatus } from '../core/result.js'
import { type PastRun, type SiteInput, statusOf } from '../docs/index.js'
import type { NodeRecord, RunHead } from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { pastOf } from './past-records.js'

/** Newest first, without the last run: the page knows that one by its results. A history that cannot be read is told of. */
export async function pastRuns(opened: OpenProject, invocation: Invocation): Promise<Pick<SiteInput, 'history' | 'slo'>> {
  try {
    const past = await pastOf(opened, invocation)
    if (!past) return { history: [] }
    const last = past.heads.find(({ command }) => command !== 'freshness')
    const nodes = new Map(past.records.map((record) => [record.head.id, record.nodes]))
    const history = past.heads.filter((run) => run !== last).map((run) => pastRun(run, nodes.get(run.id)))
    return { history, slo: past.slo }
  } catch (thrown) {
    if (invocation.signal.aborted) return { history: [] }
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    invocation.events.emit('Note', { msg: `The docs show no earlier runs: ${why}` }, 'warn')
    return { history: [] }
  }
}

function pastRun(run: RunHead, nodes: readonly NodeRecord[] | undefined): PastRun {
  const { id, command, startedAt, elapsed, target } = run
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const [status, count] of Object.entries(run.counts)) counts[statusOf(status as RunStatus)] += count
  const summary = { id, command, startedAt, elapsed, target, counts }
  return nodes ? { ...summary, outcomes: outcomes(nodes) } : summary
}

function outcomes(nodes: readonly NodeRecord[]): NonNullable<PastRun['outcomes']> {
  return Object.fromEntries(
    nodes.map(({ id, status, seconds, failures, age }) => [
      id,
      { status: statusOf(status), seconds: Math.round(seconds * 1e4) / 1e4, failures, ...(age === null ? {} : { age }) },
    ]),
  )
}
