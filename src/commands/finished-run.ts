import type { RunResult } from '../core/result.js'

export interface FinishedRun {
  readonly results: readonly RunResult[]
  /** Seconds. */
  readonly elapsed: number
  readonly cancelled: boolean
  /** It is in the warehouse already. */
  readonly historyKept?: boolean | undefined
}
