/** Late data: what is due when, what is late, and why. */
export { byCause, type CauseGroup, type Found, type LateAnswer, type LateItem, type StateEntry } from './answer.js'
export {
  type Cause,
  type Culprit,
  causeKinds,
  type Feed,
  type Hop,
  type ProbeResult,
  type World,
} from './cause.js'
export { fromWall, wallText } from './clock.js'
export { type Arrival, type Expected, expectedAfter, expectedTime } from './expected.js'
export { type Build, hasFailed, hasSucceeded, type Newest, type NodeFacts, usualOf } from './facts.js'
export { noteFor, readNotes, writeNote } from './notes.js'
export { failedCause, lagCause, lateCause } from './search.js'
export { freshnessSla, readSla, type Sla } from './sla.js'
export { isBroken, type SlaState, slaStates, spanText } from './state.js'
