/** What became of the promises of a project: plain data, for the command line, the docs site, reports and metrics. */

export type SloName = 'success_rate' | 'pass_rate' | 'failed_records' | 'processing_time' | 'uptime'

export interface SloDay {
  /** `2026-11-22`, UTC. */
  readonly day: string
  readonly good: number
  readonly total: number
}

export interface SloOffender {
  readonly id: string
  readonly name: string
  /** In the unit of the promise. */
  readonly bad: number
  readonly total: number
}

export interface Slo {
  readonly name: SloName
  /** `success rate`, `full load within 2h` … */
  readonly title: string
  /** What is counted: `node runs`, `tests`, `rows`, `runs`, `seconds`. */
  readonly unit: string
  /** `above`: the actual share is to be at least the target; `below`: at most. */
  readonly direction: 'above' | 'below'
  /** Share of one. */
  readonly target: number
  /** Share of one; null where nothing was measured in the window. */
  readonly actual: number | null
  readonly good: number
  readonly total: number
  /** Null where nothing was measured. */
  readonly met: boolean | null
  /** How many bad ones the target allows in the window, and the share of them that is left: 1 none used, 0 all, below 0 overdrawn. */
  readonly budget: { readonly allowed: number; readonly used: number; readonly left: number } | null
  /** ISO 8601, UTC: when the last of the budget was used up; null where the promise is kept. */
  readonly brokenSince: string | null
  /** Days of the window on which something was measured, oldest first. */
  readonly days: readonly SloDay[]
  /** Who used up most of the budget; at most ten, worst first. */
  readonly worst: readonly SloOffender[]
  /** Of processing time: seconds. */
  readonly times?: { readonly limit: number; readonly p50: number; readonly p95: number; readonly last: number } | undefined
}

export interface SloReport {
  /** ISO 8601, UTC. */
  readonly from: string
  readonly to: string
  /** Runs that were looked at, all of this target. */
  readonly runs: number
  readonly target: string | null
  readonly slos: readonly Slo[]
}
