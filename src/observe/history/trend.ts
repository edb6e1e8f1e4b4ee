/** What a row of runs says of a node: how often it failed, how long it takes, whether that changed. */
import type { RunStatus } from '../../core/result.js'
import type { NodeRecord, RunHead } from './record.js'

export interface Occasion {
  readonly run: RunHead
  readonly node: NodeRecord
}

export interface Trend {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly runs: number
  readonly failed: number
  /** Times the outcome turned from good to bad or back, from one run to the next. */
  readonly turns: number
  /** Seconds: of runs that succeeded; null where none did. */
  readonly median: number | null
  readonly last: Occasion
  /** Seconds of the last run by the median of those before it; null where there are fewer than three of them. */
  readonly slower: number | null
}

const bad = new Set<RunStatus>(['error', 'fail', 'runtime error', 'partial success'])
/** Says nothing of the node itself. */
const idle = new Set<RunStatus>(['skipped', 'no-op', 'reused'])

/** @param occasions - of one node, the newest first; undefined where it never had its turn */
export function trendOf(occasions: readonly Occasion[]): Trend | undefined {
  const counted = occasions.filter(({ node }) => !idle.has(node.status))
  const [last, ...before] = counted
  if (!last) return undefined
  const good = ({ node }: Occasion) => !bad.has(node.status)
  const secondsBefore = before.filter(good).map(({ node }) => node.seconds)
  const median = medianOf(secondsBefore)
  return {
    id: last.node.id,
    name: last.node.name,
    type: last.node.type,
    runs: counted.length,
    failed: counted.filter((each) => !good(each)).length,
    turns: counted.slice(1).filter((each, at) => good(each) !== good(counted[at] as Occasion)).length,
    median: medianOf(counted.filter(good).map(({ node }) => node.seconds)),
    last,
    slower: secondsBefore.length >= 3 && median !== null && median > 0 && good(last) ? last.node.seconds / median : null,
  }
}

/** By node, the newest first. */
export function occasionsByNode(runs: readonly (readonly [RunHead, readonly NodeRecord[]])[]): ReadonlyMap<string, readonly Occasion[]> {
  const found = new Map<string, Occasion[]>()
  for (const [run, nodes] of runs)
    for (const node of nodes) {
      const list = found.get(node.id)
      if (list) list.push({ run, node })
      else found.set(node.id, [{ run, node }])
    }
  return found
}

/** It failed once, was well again, and failed again, or the other way round. */
export function isFlaky({ turns }: Trend): boolean {
  return turns >= 2
}

export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
