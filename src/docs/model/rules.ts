import type { NodeStatus } from './site.js'

/** Every rule and data test: what it demands, who answers for it, how often it was kept. */
export interface RulesBlock {
  readonly rules: readonly SiteRule[]
}

export interface SiteRule {
  /** Of the test; of a rule that replaces values, that of its model and `#name`. */
  readonly id: string
  readonly name: string
  readonly kind: string
  /** Position; -1: of no one node. */
  readonly node: number
  readonly table: string
  readonly column: string
  readonly demand: string
  readonly description: string
  readonly owner: string
  readonly severity: string
  /** ISO 8601 date; empty where nobody wrote it down. */
  readonly since: string
  readonly threshold: string
  /** Times it was asked, of the runs that are kept. */
  readonly runs: number
  /** Of these, the share that passed; null where it was never asked. */
  readonly passRate: number | null
  readonly status: NodeStatus
  /** Rows that broke it, oldest run first. */
  readonly trend: readonly number[]
}
