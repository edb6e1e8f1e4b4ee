/** Earlier runs, for the trends of the docs site. */
import type { Invocation } from '../core/invocation.js'
import type { RunStatus } from '../core/result.js'
import { type PastRun, statusOf } from '../docs/index.js'
import type { HistoryStore, NodeRecord, RunHead } from '../observe/index.js'
import { historyStore } from './keep-history.js'
import type { OpenProject } from './open-project.js'

/** Of so many the page shows what single nodes did; of further ones only how they ended. */
const inFull = 30
const atMost = 200

/** Newest first, without the last run: the page knows that one by its results. */
export async function pastRuns({ project }: OpenProject, invocation: Invocation): Promise<readonly PastRun[]> {
  const store = historyStore(project.root.root, invocation)
  if (!store) return []
  const kept = await store.runs(atMost + 1)
  const last = kept.find(({ command }) => command !== 'freshness')
  const runs = kept.filter((run) => run !== last)
  return await Promise.all(runs.map((run, age) => pastRun(run, age < inFull ? store : undefined)))
}

async function pastRun(run: RunHead, store: HistoryStore | undefined): Promise<PastRun> {
  const { id, command, startedAt, elapsed, target } = run
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const [status, count] of Object.entries(run.counts)) counts[statusOf(status as RunStatus)] += count
  const summary = { id, command, startedAt, elapsed, target, counts }
  return store ? { ...summary, outcomes: outcomes(await store.nodes(run)) } : summary
}

function outcomes(nodes: readonly NodeRecord[]): NonNullable<PastRun['outcomes']> {
  return Object.fromEntries(
    nodes.map(({ id, status, seconds, failures, age }) => [
      id,
      { status: statusOf(status), seconds: Math.round(seconds * 1e4) / 1e4, failures, ...(age === null ? {} : { age }) },
    ]),
  )
}
