/** Why something is late: one root cause, and the way to it. */
import type { UniqueId } from '../../core/node.js'
import type { Build, NodeFacts } from './facts.js'

/**
 * Of the three causes: `upstream` has nothing new; it has, but the `load` did not bring it; it is in our database and what
 * looks at it (`ours`) does not see it. `unknown` where upstream cannot be asked.
 */
export type CausePlace = 'upstream' | 'load' | 'ours' | 'unknown'

export const causeKinds = {
  'nothing-new': { place: 'upstream', title: 'nothing new upstream' },
  'not-loaded': { place: 'load', title: 'new upstream, not in our database' },
  filter: { place: 'ours', title: 'the filter of the check hides newer rows' },
  'time-zone': { place: 'ours', title: 'another time zone' },
  'wrong-column': { place: 'ours', title: 'the check looks at the wrong column' },
  'not-rebuilt': { place: 'ours', title: 'not rebuilt' },
  'rows-dropped': { place: 'ours', title: 'newer rows are dropped on the way' },
  failed: { place: 'ours', title: 'failed' },
  gate: { place: 'ours', title: 'a gate is closed' },
  slow: { place: 'ours', title: 'its build takes too long' },
  missing: { place: 'ours', title: 'not in the database' },
  'probe-failed': { place: 'unknown', title: 'no new rows, and upstream could not be asked' },
  'no-probe': { place: 'unknown', title: 'no new rows, and nothing says whether upstream has any' },
  unknown: { place: 'unknown', title: 'not known' },
} as const satisfies Readonly<Record<string, { readonly place: CausePlace; readonly title: string }>>

export type CauseKind = keyof typeof causeKinds

/** A node on the way from what is late up to its sources. */
export interface Hop {
  readonly id: UniqueId
  readonly name: string
  readonly type: string
  readonly column: string | null
  /** ISO 8601, UTC. */
  readonly newest: string | null
  /** When it was built last with success; ISO 8601, UTC. */
  readonly built: string | null
  /** Of the last occasion. */
  readonly status: string | null
}

export interface Cause {
  readonly kind: CauseKind
  /** Root cause. */
  readonly node: UniqueId
  readonly name: string
  /** ISO 8601, UTC. */
  readonly since: string | null
  /** Some sentences. */
  readonly words: string
  /** What to do about it, in words; null where nobody here can. */
  readonly advice: string | null
  /** A command. */
  readonly next: string | null
  /** Seconds of data that are missing. */
  readonly behind: number | null
  /** From what is late up to the cause. */
  readonly hops: readonly Hop[]
}

/** A column of a parent that the times of a node are made of. */
export interface Feed {
  readonly id: UniqueId
  readonly column: string | null
  /** It comes as it is. */
  readonly exact: boolean
}

export type ProbeResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string }
  | { readonly kind: 'found'; readonly name: string; readonly newest: number }

export interface Culprit {
  readonly id: UniqueId
  readonly name: string
  readonly build: Build
  /** Since when it fails, run after run. */
  readonly since: number
  /** `file:line` where it is written. */
  readonly place: string | null
}

/** What the search for a cause may ask; each question is asked when it is needed, and once. */
export interface World {
  readonly now: number
  facts(id: UniqueId): Promise<NodeFacts>
  /** Parents with relations of their own: those of ephemeral models in their place. */
  feeds(id: UniqueId, column: string | null): Promise<readonly Feed[]>
  probe(id: UniqueId): Promise<ProbeResult>
  /** What failed, for the sake of which a node failed or was skipped the last time: itself, a node or test before it. */
  culprit(id: UniqueId): Culprit | undefined
}

export function hopOf(facts: NodeFacts, column: string | null): Hop {
  const newest = facts.times.find((each) => each.column.toLowerCase() === (column ?? '').toLowerCase())
  return {
    id: facts.id,
    name: facts.name,
    type: facts.type,
    column: newest?.column ?? column,
    newest: newest?.at == null ? null : new Date(newest.at).toISOString(),
    built: facts.built ? new Date(facts.built.at + facts.built.seconds * 1000).toISOString() : null,
    status: facts.last?.status ?? null,
  }
}

/** `2026-11-21 08:05 UTC`. */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
