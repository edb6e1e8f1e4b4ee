/** The executive page: what the last report of each kind said, in words. */

export interface ReportBlock {
  /** The newest of each kind: day, week, month. */
  readonly reports: readonly SiteReport[]
}

export interface SiteReport {
  readonly kind: 'day' | 'week' | 'month'
  readonly title: string
  /** `Friday, 30 October 2026`, and what it is compared with. */
  readonly period: string
  readonly previous: string
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  readonly remarks: readonly string[]
  readonly figures: readonly SiteFigure[]
  readonly slos: readonly {
    readonly name: string
    readonly target: string
    readonly actual: string
    readonly met: boolean | null
    readonly budget: string
  }[]
  readonly incidents: readonly SiteIncident[]
  readonly offenders: readonly { readonly label: string; readonly rows: readonly (readonly [who: string, figure: number])[] }[]
  /** Rules and tests that passed every time, of all. */
  readonly rulesKept: number
  readonly rules: number
}

export interface SiteFigure {
  readonly label: string
  readonly now: string
  readonly before: string
  readonly change: string
  /** Null: neither better nor worse. */
  readonly better: boolean | null
  readonly trend: readonly (number | null)[]
  readonly from: string
}

export interface SiteIncident {
  readonly title: string
  /** Id of the node. */
  readonly node: string
  readonly owner: string | null
  readonly from: string
  readonly until: string | null
}
