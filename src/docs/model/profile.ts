/** What the values of a table are like, as `show --profile` kept it. */
export interface SiteProfile {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly rows: number
  /** Of a sample; else of all rows. */
  readonly sampled: boolean
  /** Figures that are estimates. */
  readonly estimated: readonly string[]
  readonly columns: readonly SiteColumnProfile[]
  /** Since the profile before, in words. */
  readonly changes: readonly string[]
}

/** Values are null, and lists empty, where they are not to be shown. */
export interface SiteColumnProfile {
  readonly name: string
  readonly type: string
  readonly nulls: number
  readonly distinct: number | null
  readonly min: string | null
  readonly max: string | null
  readonly mean: string | null
  /** 5, 25, 50, 75, 95 per cent. */
  readonly quantiles: readonly (string | null)[]
  /** Shares of equal bins from the least to the greatest value. */
  readonly histogram: readonly number[]
  readonly top: readonly (readonly [value: string, rows: number])[]
}
