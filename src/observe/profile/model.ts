/** What is known of the values of a table. Plain data: kept in a file, printed by `--output json`, shown on the docs site. */

export interface Sample {
  readonly by: 'share' | 'rows'
  readonly value: number
}

export interface Profile {
  readonly version: 1
  readonly node: string
  readonly name: string
  readonly relation: string
  readonly target: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** Looked at: all, or those of the sample. */
  readonly rows: number
  readonly sample: Sample | null
  /** How often the table was read. */
  readonly scans: number
  /** Which figures this engine estimates. */
  readonly estimated: readonly ('distinct' | 'quantiles')[]
  readonly columns: readonly ColumnProfile[]
}

export interface ColumnProfile {
  readonly name: string
  readonly type: string
  /** No values are shown of it. */
  readonly hidden: boolean
  readonly nulls: number
  /** Null where values cannot be compared. */
  readonly distinct: number | null
  readonly min: string | null
  readonly max: string | null
  /** Numbers as text, times in ISO 8601. */
  readonly mean: string | null
  /** 5, 25, 50, 75 and 95 per cent. */
  readonly quantiles: readonly (string | null)[]
  /** Twenty bins of equal width, rows estimated from quantiles; empty where there is nothing to draw. */
  readonly histogram: readonly Bin[]
  /** Most frequent first; empty where nearly every value is another. */
  readonly top: readonly TopValue[]
}

export interface Bin {
  readonly from: string
  readonly to: string
  /** Share of the values, of one. */
  readonly share: number
}

export interface TopValue {
  readonly value: string | null
  readonly rows: number
}
