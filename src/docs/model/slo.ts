/** What the project promises, and how it stands. */

export interface SloBlock {
  /** ISO 8601, UTC: what was looked at. */
  readonly from: string
  readonly to: string
  readonly runs: number
  readonly target: string | null
  readonly slos: readonly SiteSlo[]
}

export interface SiteSlo {
  readonly title: string
  readonly unit: string
  readonly direction: 'above' | 'below'
  /** Shares of one; null: nothing was measured. */
  readonly target: number
  readonly actual: number | null
  readonly good: number
  readonly total: number
  readonly met: boolean | null
  readonly budget: { readonly left: number } | null
  /** ISO 8601, UTC. */
  readonly brokenSince: string | null
  /** UTC days on which something was measured, oldest first. */
  readonly days: readonly { readonly day: string; readonly good: number; readonly total: number }[]
  /** Worst first. */
  readonly worst: readonly { readonly id: string; readonly name: string; readonly bad: number }[]
  /** Seconds. */
  readonly times?: { readonly p50: number; readonly p95: number; readonly last: number } | undefined
}
