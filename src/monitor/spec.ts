/** A monitor, read and checked: plain data with the keys it has as argument of its test. */
import type { Grain } from '../core/monitor-report.js'

export type Direction = 'up' | 'down' | 'both'

export interface CheckSpec {
  /** A row of `checkKinds`. */
  readonly kind: string
  /** One, or the key of `duplicates`; none of what is about the whole table. */
  readonly columns: readonly string[]
  /** Columns by whose values the table is also watched in parts. */
  readonly by: readonly string[]
  /** How many widths of the usual noise a value may be out: less is more sensitive. */
  readonly sensitivity: number
  /** Partitions needed before it judges. */
  readonly min_history: number
  readonly direction: Direction
  readonly severity: 'warn' | 'error'
  /** Which figures of a distribution. */
  readonly figures: readonly string[]
}

export interface MonitorSpec {
  readonly time_column: string
  readonly grain: Grain
  /** In partitions. */
  readonly history: number
  /** How many of the newest partitions a run judges; 0: all. */
  readonly check_last: number
  /** Seconds after its end when a partition has all its rows. */
  readonly complete_after: number
  /** What counts as now, ISO 8601; null: the clock. Later rows are not looked at. */
  readonly as_of: string | null
  /** Share of the rows that medians, quantiles and distinct counts are made of; 1: all. */
  readonly sample: number
  readonly checks: readonly CheckSpec[]
}

export const sensitivities: Readonly<Record<string, number>> = { low: 5.5, medium: 4, high: 3 }
