/** Runs → what became of tables and tests, oldest first. */
import type { RunStatus } from '../../core/result.js'
import type { NodeRecord, RunRecord } from '../history/index.js'

export interface Outcome {
  readonly id: string
  readonly name: string
  readonly good: boolean
  /** Milliseconds since 1970. */
  readonly start: number
  readonly end: number
  readonly node: NodeRecord
  readonly run: RunRecord['head']
}

const tables = new Set(['model', 'seed', 'snapshot', 'function'])
const tests = new Set(['test', 'unit_test'])
const good = new Set<RunStatus>(['success', 'pass', 'warn'])
const bad = new Set<RunStatus>(['error', 'fail', 'runtime error', 'partial success'])

export function isTable({ node }: Outcome): boolean {
  return tables.has(node.type)
}

export function isTest({ node }: Outcome): boolean {
  return tests.has(node.type)
}

/** Of nodes that had their turn: what was skipped says nothing of itself. */
export function outcomesOf(records: readonly RunRecord[]): readonly Outcome[] {
  const found: Outcome[] = []
  for (const { head, nodes } of records)
    for (const node of nodes) {
      if (!good.has(node.status) && !bad.has(node.status)) continue
      const start = Date.parse(node.startedAt ?? head.startedAt)
      found.push({ id: node.id, name: node.name, good: good.has(node.status), start, end: start + node.seconds * 1000, node, run: head })
    }
  return found.sort((a, b) => a.end - b.end)
}
