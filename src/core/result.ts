/** What became of one node: dbt's run_results entry, with our error attached. */
import type { ErrorFields } from './error.js'
import type { MonitorReport } from './monitor-report.js'

export type RunStatus =
  | 'success'
  | 'error'
  | 'skipped'
  | 'partial success'
  | 'no-op'
  | 'reused'
  | 'pass'
  | 'fail'
  | 'warn'
  | 'runtime error'

export interface Timing {
  readonly name: 'compile' | 'execute'
  /** ISO 8601, UTC, microseconds, as dbt writes it. */
  readonly started_at: string
  readonly completed_at: string
}

/** How old a source was found: the fields of sources.json. */
export interface Freshness {
  readonly max_loaded_at: string
  readonly snapshotted_at: string
  readonly max_loaded_at_time_ago_in_s: number
  readonly criteria: Readonly<Record<string, unknown>>
}

/** Some rows as text, for people to look at; null stands for null. */
export interface SampleRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Rows that a build kept out of a model because they break its rules. */
export interface Quarantined {
  /** Among the rejects now. */
  readonly rows: number
  /** Rejected before, and back in the model. */
  readonly returned: number
  /** Rows that came to this build. */
  readonly of: number
  /** Rule → rows that break it; one row may break several. */
  readonly rules: Readonly<Record<string, number>>
}

export interface RunResult {
  readonly unique_id: string
  readonly status: RunStatus
  readonly timing: readonly Timing[]
  readonly thread_id: string
  /** Seconds. */
  readonly execution_time: number
  readonly message: string | null
  readonly failures: number | null
  readonly adapter_response: Readonly<Record<string, unknown>>
  readonly compiled: boolean | null
  readonly compiled_code: string | null
  readonly relation_name: string | null
  readonly batch_results: { readonly successful: readonly unknown[]; readonly failed: readonly unknown[] } | null
  /** Ours; not written to run_results.json as such. */
  readonly error?: (ErrorFields & { code: string }) | undefined
  /** For a skipped node: the unique_id of the failed ancestor. */
  readonly skippedBecause?: string | undefined
  /** Of a source, where `source freshness` ran. */
  readonly freshness?: Freshness | undefined
  /** Of a data test: rows it found, also where it passes, which is 0 in `failures` as in dbt. Not written to run_results.json. */
  readonly found?: number | undefined
  /** Of a data test that did not pass: some of the rows it found. Not written to run_results.json. */
  readonly samples?: SampleRows | undefined
  /** Of a monitor. Not written to run_results.json. */
  readonly monitor?: MonitorReport | undefined
  /** Of a model that keeps bad rows out. Not written to run_results.json, where `adapter_response.rows_quarantined` has the count. */
  readonly quarantined?: Quarantined | undefined
  /** Rows inserted, updated, deleted where the statement tells. */
  readonly rows?: { readonly inserted?: number; readonly updated?: number; readonly deleted?: number; readonly total?: number } | undefined
}

/** True where the status makes the command exit 1 and skips descendants. */
export function isFailure(status: RunStatus): boolean {
  return status === 'error' || status === 'fail' || status === 'runtime error' || status === 'partial success'
}
