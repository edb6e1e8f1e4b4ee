/** The figures of a project as Prometheus reads them. */
export { figuresOf } from './figures.js'
export { type MetricsSettings, readMetricsSettings } from './settings.js'
export { type MetricsInput, metricsText, metricsType } from './text.js'
