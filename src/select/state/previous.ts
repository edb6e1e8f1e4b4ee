/** The part of an earlier manifest that comparisons read: `readManifest` gives it, from JSON of any dbt version that can be read. */
import type { UniqueId } from '../../core/node.js'

type Resources = Readonly<Record<UniqueId, object>>

export interface PreviousManifest {
  readonly nodes: Resources
  readonly sources: Resources
  readonly exposures: Resources
  readonly metrics: Resources
  readonly semantic_models: Resources
  readonly saved_queries: Resources
  readonly unit_tests: Resources
  readonly functions: Resources
  readonly macros: Readonly<Record<UniqueId, { readonly macro_sql: string }>>
}

export function previousResource(manifest: PreviousManifest, id: UniqueId): object | undefined {
  return (
    manifest.nodes[id] ??
    manifest.sources[id] ??
    manifest.exposures[id] ??
    manifest.metrics[id] ??
    manifest.semantic_models[id] ??
    manifest.unit_tests[id] ??
    manifest.saved_queries[id] ??
    manifest.functions[id]
  )
}
