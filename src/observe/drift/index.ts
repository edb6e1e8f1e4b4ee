/** Columns of sources that are no longer what they were. */
export type * from './drift.js'
export { driftIncidents } from './incidents.js'
export { changeWords, effectWords } from './words.js'
