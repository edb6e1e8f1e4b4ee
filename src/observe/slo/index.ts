/** What a project promises, and how it stands: from the history. */
export { sloReport } from './report.js'
export type * from './report-type.js'
export { readSloSettings, type SloSettings, sloDefaults } from './settings.js'
