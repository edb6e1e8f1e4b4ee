/** Questions to the kept runs: which tests come and go, and what became slower between two runs. */
import type { HistoryBlock, NodeStatus } from '../../model/index.js'

export interface Flaky {
  readonly id: string
  /** Oldest first. */
  readonly statuses: readonly NodeStatus[]
  readonly changes: number
}

/** Tests that both passed and failed, with how often they turned; the most restless first. */
export function flakyTests({ ids, outcomes }: HistoryBlock): Flaky[] {
  const statuses = new Map<number, NodeStatus[]>()
  for (const run of [...outcomes].reverse())
    for (const [id, status] of run) {
      if (!/^(unit_)?test\./.test(ids[id] ?? '') || status === 'skipped' || status === 'none') continue
      const list = statuses.get(id)
      if (list) list.push(status)
      else statuses.set(id, [status])
    }
  return [...statuses]
    .map(([id, list]) => ({ id: ids[id] ?? '', statuses: list, changes: turns(list) }))
    .filter(({ changes }) => changes >= 2)
    .sort((a, b) => b.changes - a.changes || (a.id < b.id ? -1 : 1))
}

function turns(statuses: readonly NodeStatus[]): number {
  const passed = statuses.map((status) => status === 'ok')
  return passed.slice(1).filter((each, place) => each !== passed[place]).length
}

/** The position of the run before `after` that did the same; undefined where there is none. Runs stand newest first. */
export function runBefore({ runs, outcomes }: HistoryBlock, after: number): number | undefined {
  const found = runs.findIndex(
    ({ command }, place) => place > after && command === runs[after]?.command && (outcomes[place] ?? []).length > 0,
  )
  return found < 0 ? undefined : found
}

export interface Difference {
  readonly id: string
  readonly before: number | null
  readonly after: number | null
  readonly statusBefore: NodeStatus
  readonly statusAfter: NodeStatus
}

/** Node by node, of two runs by their position; what is in neither is left out. */
export function compareRuns({ ids, outcomes }: HistoryBlock, before: number, after: number): Difference[] {
  const one = new Map((outcomes[before] ?? []).map((outcome) => [outcome[0], outcome]))
  const two = new Map((outcomes[after] ?? []).map((outcome) => [outcome[0], outcome]))
  return [...new Set([...one.keys(), ...two.keys()])]
    .map((id) => ({
      id: ids[id] ?? '',
      before: one.get(id)?.[2] ?? null,
      after: two.get(id)?.[2] ?? null,
      statusBefore: one.get(id)?.[1] ?? 'none',
      statusAfter: two.get(id)?.[1] ?? 'none',
    }))
    .sort((a, b) => Math.abs((b.after ?? 0) - (b.before ?? 0)) - Math.abs((a.after ?? 0) - (a.before ?? 0)))
}

/** Share of tests that passed, 0 to 1, of each run that had any, oldest first. */
export function passRates({ ids, outcomes }: HistoryBlock): number[] {
  return [...outcomes].reverse().flatMap((run) => {
    const tests = run.filter(([id, status]) => /^(unit_)?test\./.test(ids[id] ?? '') && status !== 'skipped' && status !== 'none')
    return tests.length === 0 ? [] : [tests.filter(([, status]) => status === 'ok').length / tests.length]
  })
}
