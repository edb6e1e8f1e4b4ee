/** Questions to the outside: how far an upstream is, and whether it is well. */
export { interrupted } from './errors.js'
export { type GateCheck, pauseBefore, readGate, readProbeOrName } from './gate.js'
export type { Probe, ProbeAnswer, ProbeMeans } from './probe.js'
export { readProbe, readProbes } from './read-probe.js'
export { runProbe } from './run-probe.js'
