/** A report: what it says, before it becomes HTML, Markdown or the executive page. */
import type { Period } from './period.js'

export type FigureFormat = 'integer' | 'decimal' | 'money' | 'share'

export interface ReportFigure {
  readonly label: string
  readonly format: FigureFormat
  readonly unit: string | null
  /** Of the period, and of the one before; null where there is none. */
  readonly now: number | null
  readonly before: number | null
  /** By day, over both periods (of a day: over two weeks), the oldest first; null where a day has none. */
  readonly trend: readonly (number | null)[]
  readonly days: readonly string[]
  /** Whether more is better, worse, or neither. */
  readonly good: 'more' | 'less' | 'neither'
}

/** One data test or rule over the runs of the period. */
export interface ReportRule {
  readonly id: string
  readonly name: string
  /** The table it is about, and its column. */
  readonly table: string | null
  readonly column: string | null
  readonly owner: string | null
  readonly runs: number
  readonly passed: number
  /** Rows in its last result that was not a pass. */
  readonly failures: number
  readonly last: string
  /** By run, the oldest first: the share that passed before. */
  readonly passRateBefore: number | null
}

export interface ReportIncident {
  readonly title: string
  readonly node: string
  readonly owner: string | null
  /** ISO 8601, UTC. */
  readonly from: string
  /** Null: still open. */
  readonly until: string | null
  readonly timeline: readonly { readonly at: string; readonly what: string }[]
}

export interface ReportSlo {
  readonly name: string
  /** In words: `> 99.5 %`. */
  readonly target: string
  readonly actual: string
  readonly met: boolean | null
  /** What is left of it, or how much is used up. */
  readonly budget: string
}

export interface ReportOffenders {
  readonly label: string
  readonly rows: readonly { readonly who: string; readonly figure: number }[]
}

export interface RunsOfPeriod {
  readonly runs: number
  readonly failed: number
  readonly nodes: number
  readonly nodesFailed: number
  readonly tests: number
  readonly testsPassed: number
  /** Seconds of the longest. */
  readonly longest: number
}

export interface Report {
  readonly version: 1
  readonly title: string
  readonly project: string
  readonly target: string
  readonly period: Period
  readonly previous: Period
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** What could not be found out, in words. */
  readonly remarks: readonly string[]
  readonly figures: readonly ReportFigure[]
  /** Days of the runs that are told of: longer than the period, since its data are built afterwards. */
  readonly runSpan: Period
  readonly runs: RunsOfPeriod
  readonly runsBefore: RunsOfPeriod
  readonly rules: readonly ReportRule[]
  readonly offenders: readonly ReportOffenders[]
  readonly slos: readonly ReportSlo[]
  readonly incidents: readonly ReportIncident[]
}
