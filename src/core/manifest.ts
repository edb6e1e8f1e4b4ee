/** The parsed project: every resource by id, in dbt's manifest layout, plus where each was defined. */
import type {
  DocNode,
  ExposureNode,
  GroupNode,
  Locations,
  MacroNode,
  ManifestNode,
  Plain,
  Resource,
  SemanticNode,
  SourceNode,
  UniqueId,
  UnitTestNode,
} from './node.js'

export interface ManifestMetadata {
  readonly project_name: string
  readonly project_id: string | null
  readonly adapter_type: string
  readonly quoting: Plain
  /** `DBT_ENV_CUSTOM_ENV_*` without the prefix. */
  readonly env: Readonly<Record<string, string>>
}

/** Immutable once parsed, but for the `compiled*` fields of nodes, which the compile stage fills. */
export interface Manifest {
  readonly metadata: ManifestMetadata
  readonly nodes: Readonly<Record<UniqueId, ManifestNode>>
  readonly sources: Readonly<Record<UniqueId, SourceNode>>
  readonly macros: Readonly<Record<UniqueId, MacroNode>>
  readonly docs: Readonly<Record<UniqueId, DocNode>>
  readonly exposures: Readonly<Record<UniqueId, ExposureNode>>
  readonly metrics: Readonly<Record<UniqueId, SemanticNode<'metric'>>>
  readonly groups: Readonly<Record<UniqueId, GroupNode>>
  /** selectors.yml as written (dict form), by name. */
  readonly selectors: Readonly<Record<string, Plain>>
  readonly disabled: Readonly<Record<UniqueId, readonly Resource[]>>
  readonly saved_queries: Readonly<Record<UniqueId, SemanticNode<'saved_query'>>>
  readonly semantic_models: Readonly<Record<UniqueId, SemanticNode<'semantic_model'>>>
  readonly unit_tests: Readonly<Record<UniqueId, UnitTestNode>>
  readonly functions: Readonly<Record<UniqueId, ManifestNode>>
  /** Not part of the artifact. */
  readonly locations: Locations
}

/** Any selectable resource by id. */
export function findResource(manifest: Manifest, id: UniqueId): Resource | undefined {
  return (
    manifest.nodes[id] ??
    manifest.sources[id] ??
    manifest.unit_tests[id] ??
    manifest.exposures[id] ??
    manifest.metrics[id] ??
    manifest.semantic_models[id] ??
    manifest.saved_queries[id] ??
    manifest.functions[id]
  )
}

/** All selectable resources. */
export function* allResources(manifest: Manifest): Generator<Resource> {
  yield* Object.values(manifest.nodes)
  yield* Object.values(manifest.sources)
  yield* Object.values(manifest.unit_tests)
  yield* Object.values(manifest.exposures)
  yield* Object.values(manifest.metrics)
  yield* Object.values(manifest.semantic_models)
  yield* Object.values(manifest.saved_queries)
  yield* Object.values(manifest.functions)
}
