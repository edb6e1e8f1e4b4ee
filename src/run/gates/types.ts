/** What a run is told of gates, and what asking them gives. */
import type { UniqueId } from '../../core/node.js'
import type { GateCheck, Probe, ProbeAnswer, ProbeMeans } from '../../probe/index.js'

export interface Gates {
  readonly checks: ReadonlyMap<UniqueId, readonly GateCheck[]>
  /** How far a source is by its own `probe:`. */
  readonly probes: ReadonlyMap<UniqueId, Probe>
  /** Asks other connections; the run's own are taken for the target. */
  readonly means: ProbeMeans
}

export interface CheckOutcome {
  readonly check: GateCheck
  readonly answer: ProbeAnswer
  readonly tries: number
}
