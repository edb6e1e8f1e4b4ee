/** The history of runs: what was kept of each, and reading it back. */

export { HistoryBoth } from './both.js'
export { HistoryFiles } from './files.js'
export type * from './record.js'
export { recordOf } from './record-of.js'
export { type HistorySettings, readHistorySettings } from './settings.js'
export type { HistoryStore } from './store.js'
export { isFlaky, type Occasion, occasionsByNode, type Trend, trendOf } from './trend.js'
export { type HistoryDatabase, HistoryInWarehouse } from './warehouse.js'
