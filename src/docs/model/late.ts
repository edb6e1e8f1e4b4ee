/** What is due when, what is late, and why: as `why` or the last run that looked found it. */
export interface LateOf<Node> {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly states: readonly LateState<Node>[]
  readonly causes: readonly LateCause<Node>[]
}

/** Nodes by their positions; -1 for what has no page of its own. */
export type LateBlock = LateOf<number>

/** The same by unique ids. */
export type SiteLate = LateOf<string>

export interface LateState<Node> {
  readonly node: Node
  readonly from: 'sla' | 'freshness'
  readonly status: 'met' | 'late' | 'ahead' | 'slow' | 'unknown'
  readonly severity: 'error' | 'warn'
  /** Seconds. */
  readonly age: number | null
  readonly maxAge: number | null
  /** ISO 8601, UTC; empty where unknown or none. */
  readonly newest: string
  readonly due: string
  readonly nextDue: string
  /** How it stands, in words. */
  readonly message: string
  /** Position in `causes`; -1: nothing is wrong. */
  readonly cause: number
  readonly hops: readonly LateHop<Node>[]
}

/** A table on the way up to the source. */
export interface LateHop<Node> {
  readonly node: Node
  readonly newest: string
  readonly built: string
}

export interface LateCause<Node> {
  readonly node: Node
  readonly name: string
  readonly title: string
  readonly severity: 'error' | 'warn'
  readonly since: string
  /** Why, in words. */
  readonly message: string
  readonly advice: string
  readonly next: string
  /** When it will likely be well, in words. */
  readonly expected: string
  readonly owner: string
  readonly runbook: string
  /** Somebody knows of it. */
  readonly note: { readonly message: string; readonly until: string } | null
  readonly items: readonly { readonly node: Node; readonly name: string; readonly message: string }[]
  readonly exposures: readonly Node[]
}
