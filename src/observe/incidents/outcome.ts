import type { Freshness, RunStatus } from '../../core/result.js'

/** What of a result incidents are made of: of a run just over, or kept of one. */
export interface Outcome {
  readonly unique_id: string
  readonly status: RunStatus
  readonly message: string | null
  readonly failures: number | null
  readonly skippedBecause?: string | undefined
  readonly error?: { readonly code: string } | undefined
  readonly freshness?: Freshness | undefined
  /** Seconds, of a source; where there is no `freshness`. */
  readonly age?: number | null
}
