/** Columns of sources that are no longer what they were. */
export { compareColumns } from './compare.js'
export type * from './drift.js'
export { driftIncidents } from './incidents.js'
export { readSeen, type SeenSource, writeSeen } from './keep.js'
export { effectWords } from './words.js'
