/** What a project promises, and how it stands: from the history. */
export { type SloScope, sloReport } from './report.js'
export type * from './report-type.js'
export { type ProcessingPromise, readSloSettings, type SloSettings, sloDefaults } from './settings.js'
