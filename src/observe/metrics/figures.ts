/** Runs → the newest figures of each node, bounded in number: what is wrong first, then the newest. */
import type { NodeRecord, RunHead, RunRecord } from '../history/index.js'
import { isTrouble } from '../incidents/index.js'

export interface Latest {
  readonly run: RunHead
  readonly node: NodeRecord
}

export interface Figures {
  /** The newest run of each command in each target. */
  readonly lastRuns: readonly RunHead[]
  /** Of those the newest that succeeded. */
  readonly lastGood: readonly RunHead[]
  readonly nodes: readonly Latest[]
  readonly tests: readonly Latest[]
  readonly sources: readonly Latest[]
  /** Nodes and tests left out because there are too many. */
  readonly dropped: number
}

const idle = new Set(['skipped', 'no-op', 'reused'])

/** @param heads - newest first; @param records - of the newest of them */
export function figuresOf(heads: readonly RunHead[], records: readonly RunRecord[], most: number): Figures {
  const latest = newestOf(records)
  const all = [...latest.values()]
  const tests = all.filter(({ node }) => isTest(node))
  const sources = all.filter(({ node }) => node.type === 'source')
  const nodes = all.filter(({ node }) => !isTest(node) && node.type !== 'source' && node.type !== 'operation')
  const kept = [nodes, tests, sources].map((list) => bounded(list, most)) as [readonly Latest[], readonly Latest[], readonly Latest[]]
  return {
    lastRuns: firstOf(heads),
    lastGood: firstOf(heads.filter(isGood)),
    nodes: kept[0],
    tests: kept[1],
    sources: kept[2],
    dropped: all.length - all.filter(({ node }) => node.type === 'operation').length - kept.flat().length,
  }
}

export function isGood({ counts, cancelled }: RunHead): boolean {
  return !cancelled && !(['error', 'fail', 'runtime error', 'partial success'] as const).some((status) => (counts[status] ?? 0) > 0)
}

function isTest({ type }: NodeRecord): boolean {
  return type === 'test' || type === 'unit_test'
}

/** A turn in which it did nothing says nothing. */
function newestOf(records: readonly RunRecord[]): ReadonlyMap<string, Latest> {
  const found = new Map<string, Latest>()
  for (const { head, nodes } of records)
    for (const node of nodes) {
      const key = `${head.target}|${node.id}`
      if (!idle.has(node.status) && !found.has(key)) found.set(key, { run: head, node })
    }
  return found
}

function bounded(list: readonly Latest[], most: number): readonly Latest[] {
  if (list.length <= most) return list
  const rank = ({ node }: Latest) => (isTrouble(node.status) ? 0 : 1)
  return [...list].sort((a, b) => rank(a) - rank(b)).slice(0, most)
}

function firstOf(heads: readonly RunHead[]): readonly RunHead[] {
  const found = new Map<string, RunHead>()
  for (const head of heads) {
    const key = `${head.target}|${head.command}`
    if (!found.has(key)) found.set(key, head)
  }
  return [...found.values()]
}
