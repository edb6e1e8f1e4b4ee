/** Since when something is bad without interruption, from the history. */
import type { RunStatus } from '../../core/result.js'
import type { Occasion } from '../history/index.js'

const bad = new Set<RunStatus>(['error', 'fail', 'warn', 'runtime error', 'partial success'])
/** Says nothing of the node itself. */
const idle = new Set<RunStatus>(['skipped', 'no-op', 'reused'])

export function isTrouble(status: RunStatus): boolean {
  return bad.has(status)
}

/** It had its turn and nothing is wrong. */
export function isWell(status: RunStatus): boolean {
  return !bad.has(status) && !idle.has(status)
}

/** @param occasions - of one node, newest first; @returns ISO 8601, UTC, or undefined where the newest is none of trouble */
export function badSince(occasions: readonly Occasion[]): string | undefined {
  let since: string | undefined
  for (const { run, node } of occasions) {
    if (idle.has(node.status)) continue
    if (!bad.has(node.status)) break
    since = run.startedAt
  }
  return since
}
