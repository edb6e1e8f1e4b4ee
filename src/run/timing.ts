/** Moments and durations in dbt's formats. */
import type { Invocation } from '../core/invocation.js'
import type { Timing } from '../core/result.js'

/** UTC with microseconds: `2024-01-31T10:00:00.123000Z`. */
export function isoMicros(time: Date): string {
  return time.toISOString().replace('Z', '000Z')
}

/** The same without the zone, as events write it. */
export function eventTime(time: Date): string {
  return isoMicros(time).slice(0, -1)
}

/** Measures the two phases of a node. */
export class Stopwatch {
  readonly timing: Timing[] = []
  readonly #invocation: Invocation
  readonly #started = performance.now()

  constructor(invocation: Invocation) {
    this.#invocation = invocation
  }

  /** Seconds since the start. */
  get elapsed(): number {
    return (performance.now() - this.#started) / 1000
  }

  async phase<T>(name: Timing['name'], work: () => Promise<T>): Promise<T> {
    const started_at = isoMicros(this.#invocation.now())
    try {
      return await work()
    } finally {
      this.timing.push({ name, started_at, completed_at: isoMicros(this.#invocation.now()) })
    }
  }
}
