/** What monitors saw when they last ran. */
export interface MonitorsBlock {
  readonly monitors: readonly SiteMonitor[]
}

export interface SiteMonitor {
  /** Of the test. */
  readonly id: string
  /** Position of the table; -1: not shown. */
  readonly node: number
  readonly table: string
  readonly timeColumn: string
  readonly grain: string
  /** ISO 8601, UTC. */
  readonly judgedAt: string
  readonly partitions: number
  readonly judged: number
  /** How many partitions it needs, while there are too few; else null. */
  readonly learning: number | null
  /** Of the partitions judged last, the worst first. */
  readonly anomalies: readonly string[]
  /** Of all partitions there are, by time: when, what, a sentence. */
  readonly past: readonly (readonly [period: string, label: string, words: string])[]
  readonly series: readonly SiteSeries[]
}

export interface SiteSeries {
  readonly check: string
  readonly label: string
  /** `region 'north'`, the part of the table it is of; empty: all of it. */
  readonly part: string
  /** Its newest value and what was expected, as text. */
  readonly last: string
  readonly expected: string
  /** Period, value, expected from, to, and 1 where it is anomalous. */
  readonly points: readonly (readonly [period: string, value: number | null, low: number | null, high: number | null, anomaly: 0 | 1])[]
}
