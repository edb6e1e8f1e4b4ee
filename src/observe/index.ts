/** What happens with results after a run: their history, and what they say of the project's promises. */

export type { AlertSettings, Delivery, Sending, Sent } from './alerts/index.js'
export * from './diff/index.js'
export * from './drift/index.js'
export * from './history/index.js'
export type * from './incident.js'
export * from './incidents/index.js'
export * from './late/index.js'
export type { MetricsSettings } from './metrics/index.js'
export { privateColumns } from './private-columns.js'
export * from './profile/index.js'
export * from './report/index.js'
export * from './slo/index.js'

/** Loaded by who sends. */
export const loadAlerts = async () => await import('./alerts/index.js')

/** Loaded by who publishes figures. */
export const loadMetrics = async () => await import('./metrics/index.js')
