/** The runs that are kept, and what nodes and tests did in them: for trends, comparisons and tests that come and go. */
import type { PastOutcome, PastRun } from '../input.js'
import type { SiteMaking } from '../making.js'
import type { HistoryBlock } from '../model/index.js'
import { statusOf } from '../resources.js'
import { lastSummary } from './runs.js'

/** More would be read by nobody and is felt in the page's size. */
const runsWithOutcomes = 30

export function historyBlock(making: SiteMaking): HistoryBlock | undefined {
  const past = making.input.history ?? []
  if (past.length === 0) return undefined
  const last = lastRun(making)
  const runs: readonly PastRun[] = [...(last ? [last] : []), ...past]
  const ids = new Map<string, number>()
  const idOf = (id: string) => {
    const known = ids.get(id) ?? ids.size
    ids.set(id, known)
    return known
  }
  const outcomes = runs.map(({ outcomes: each }, age) =>
    age >= runsWithOutcomes
      ? []
      : Object.entries(each ?? {}).map(([id, { status, seconds, failures }]) => [idOf(id), status, seconds, failures ?? null] as const),
  )
  return { runs: runs.map(({ outcomes: _outcomes, ...summary }) => summary), ids: [...ids.keys()], outcomes }
}

function lastRun(making: SiteMaking): PastRun | undefined {
  const summary = lastSummary(making)
  if (!summary) return undefined
  const outcomes: Record<string, PastOutcome> = {}
  for (const { unique_id: id, status, execution_time: seconds, failures } of making.input.results)
    outcomes[id] = { status: statusOf(status), seconds: Math.round(seconds * 1e4) / 1e4, failures }
  return { ...summary, outcomes }
}
