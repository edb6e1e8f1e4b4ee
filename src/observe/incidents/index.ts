/** What went wrong in a run, by root cause. */
export { addressOf, contactOf } from './contact.js'
export { incidentsFrom } from './from-outcomes.js'
export { mergeIncidents } from './merge.js'
export type { Outcome } from './outcome.js'
export { isTrouble, isWell } from './since.js'
export { nameOf } from './words.js'
