/** What all checks of a monitor go by. */
import type { MonitorSpec } from './spec.js'

export interface Judging {
  readonly spec: MonitorSpec
  /** Milliseconds since 1970. */
  readonly now: number
  /** The first partition that may not have all its rows yet. */
  readonly complete: number
  /** Needs no telling. */
  readonly year: number
}
