/** What a monitor found out: its series, what was expected of them, and what is anomalous. Plain data: kept below the target folder. */

export type Grain = 'hour' | 'day' | 'week' | 'month'

/** What a value counts. */
export type MonitorUnit = 'rows' | 'count' | 'share' | 'value' | 'hours'

export type PointState = 'ok' | 'anomaly' | 'learning' | 'incomplete'

/** The value of one partition; `low` and `high` are what was expected, null while it learns. */
export interface MonitorPoint {
  /** ISO 8601 without zone, the start of the partition: `2026-11-18` or `2026-11-18T07:00`. */
  readonly period: string
  /** Null where the partition has no rows to tell it from. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly state: PointState
}

export interface MonitorSeries {
  /** `volume`, `null_share` … */
  readonly check: string
  /** What it is of, for people: `median price_per_unit`, `fuel_type 'LNG'`; empty of the volume. */
  readonly label: string
  /** Column and value of the part of the table it is of; null: the whole table. */
  readonly segment: readonly [column: string, value: string] | null
  readonly unit: MonitorUnit
  readonly points: readonly MonitorPoint[]
}

export interface Anomaly {
  readonly check: string
  readonly label: string
  readonly segment: readonly [column: string, value: string] | null
  readonly period: string
  readonly severity: 'warn' | 'error'
  /** As text with its unit. */
  readonly value: string
  readonly expected: string
  /** How far out, in widths of the expected band from its middle: greater is worse. */
  readonly score: number
  /** One sentence. */
  readonly words: string
}

export interface MonitorReport {
  /** Of the test. */
  readonly unique_id: string
  readonly table: string
  readonly timeColumn: string
  readonly grain: Grain
  /** ISO 8601, UTC. */
  readonly judgedAt: string
  readonly series: readonly MonitorSeries[]
  /** Of the partitions judged by this run, the worst first. */
  readonly anomalies: readonly Anomaly[]
  /** Of all partitions that could be judged, by time. */
  readonly past: readonly Anomaly[]
  /** How many partitions could be judged, and how many there are. */
  readonly judged: number
  readonly partitions: number
  /** Set while there is too little history: how many partitions are needed. */
  readonly learning: number | null
}
