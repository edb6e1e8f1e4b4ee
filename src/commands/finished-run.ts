import type { RunResult } from '../core/result.js'

export interface FinishedRun {
  readonly results: readonly RunResult[]
  /** Seconds. */
  readonly elapsed: number
  readonly cancelled: boolean
}
