/** dbt's JSON files, written and read: manifest, run results, catalog, sources; and the trees of compiled SQL. */
export { writeAtomic } from './atomic.js'
export {
  type CatalogArtifact,
  type CatalogColumn,
  type CatalogInput,
  type CatalogStat,
  type CatalogTable,
  catalogArtifact,
  noStats,
  readCatalogIfAny,
  writeCatalog,
} from './catalog.js'
export { nodeFilePath, writeNodeFile } from './compiled-files.js'
export { writeGraphSummary } from './graph-summary.js'
export { readManifest, readManifestIfAny, writeManifest, writtenResource } from './manifest.js'
export { isoMicroseconds } from './metadata.js'
export {
  readRunResults,
  readRunResultsIfAny,
  writeRunResults,
} from './run-results.js'
export { semanticManifest, writeSemanticManifest } from './semantic-manifest.js'
export {
  type FreshnessEntry,
  type FreshnessFailure,
  type FreshnessStatus,
  readSourcesIfAny,
  writeSources,
} from './sources.js'
export { type PreviousState, readPreviousState } from './state.js'
