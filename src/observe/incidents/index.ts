/** What went wrong in a run, by root cause. */
export { type Findings, incidentsFrom } from './from-outcomes.js'
export { mergeIncidents } from './merge.js'
export type { Outcome } from './outcome.js'
export { isBad, isWell } from './since.js'
export { nameOf } from './words.js'
