/**
 * The resources of a project, in dbt's manifest v12 shapes: artifact fields keep dbt's snake_case names and key sets,
 * so that writing the manifest is serialisation and nothing more. `@parse` values are JSON-plain.
 */
import type { SourceLocation } from './error.js'

export type UniqueId = string
export type Plain = Readonly<Record<string, unknown>>

export type NodeType = 'model' | 'seed' | 'snapshot' | 'test' | 'analysis' | 'operation' | 'sql_operation' | 'function'
export type ResourceType =
  | NodeType
  | 'unit_test'
  | 'source'
  | 'exposure'
  | 'metric'
  | 'group'
  | 'semantic_model'
  | 'saved_query'
  | 'macro'
  | 'doc'

export interface RefArgs {
  readonly name: string
  readonly package: string | null
  readonly version: string | number | null
}

export interface DependsOn {
  macros: UniqueId[]
  nodes: UniqueId[]
}

export interface ColumnSpec {
  readonly name: string
  readonly description: string
  readonly meta: Plain
  readonly data_type: string | null
  readonly constraints: readonly Plain[]
  readonly quote: boolean | null
  readonly config: Plain
  readonly tags: readonly string[]
  readonly granularity?: string | null
  readonly doc_blocks?: readonly string[]
}

export interface Hook {
  readonly sql: string
  readonly transaction: boolean
  readonly index: number | null
}

/** Merged configuration. Unknown keys are kept: packages rely on them. */
export interface NodeConfig {
  enabled: boolean
  materialized: string
  alias: string | null
  schema: string | null
  database: string | null
  tags: string[]
  meta: Record<string, unknown>
  group: string | null
  'pre-hook': Hook[]
  'post-hook': Hook[]
  [key: string]: unknown
}

/** Keys every resource has. */
export interface ResourceBase<T extends ResourceType> {
  readonly resource_type: T
  readonly unique_id: UniqueId
  readonly name: string
  readonly package_name: string
  /** Path below its resource folder. */
  readonly path: string
  /** Path below the package root. */
  readonly original_file_path: string
}

/** Models, seeds, snapshots, tests, analyses, operations: everything with code of its own. */
export interface ExecutableBase<T extends NodeType> extends ResourceBase<T> {
  readonly fqn: readonly string[]
  readonly database: string | null
  readonly schema: string
  readonly alias: string
  readonly checksum: { readonly name: string; readonly checksum: string }
  readonly config: NodeConfig
  readonly tags: readonly string[]
  readonly description: string
  readonly columns: Readonly<Record<string, ColumnSpec>>
  readonly meta: Plain
  readonly group: string | null
  readonly docs: { readonly show: boolean; readonly node_color: string | null }
  readonly patch_path: string | null
  readonly build_path: string | null
  readonly unrendered_config: Plain
  /** Seconds since 1970. */
  readonly created_at: number
  readonly config_call_dict: Plain
  readonly unrendered_config_call_dict: Plain
  readonly relation_name: string | null
  readonly raw_code: string
  readonly doc_blocks: readonly string[]
  readonly language: string
  readonly refs: readonly RefArgs[]
  readonly sources: readonly (readonly string[])[]
  readonly metrics: readonly (readonly string[])[]
  readonly functions: readonly (readonly string[])[]
  readonly depends_on: DependsOn
  readonly contract: { readonly enforced: boolean; readonly alias_types: boolean; readonly checksum: string | null }
  compiled_path: string | null
  compiled?: boolean
  compiled_code?: string | null
  extra_ctes_injected?: boolean
  extra_ctes?: { id: UniqueId; sql: string }[]
}

export interface ModelNode extends ExecutableBase<'model'> {
  readonly access: 'private' | 'protected' | 'public'
  readonly constraints: readonly Plain[]
  readonly version: string | number | null
  readonly latest_version: string | number | null
  readonly deprecation_date: string | null
  readonly defer_relation?: Plain | null
  readonly primary_key: readonly string[]
  readonly time_spine: Plain | null
}
export interface SeedNode extends ExecutableBase<'seed'> {
  /** Absolute folder of the package, for reading the file; not written to artifacts. */
  readonly root_path: string | null
}
export interface SnapshotNode extends ExecutableBase<'snapshot'> {}
export interface AnalysisNode extends ExecutableBase<'analysis'> {}
export interface OperationNode extends ExecutableBase<'operation'> {
  readonly index: number | null
}
export interface SqlOperationNode extends ExecutableBase<'sql_operation'> {}
export interface FunctionNode extends ExecutableBase<'function'> {
  readonly arguments: readonly Plain[]
  readonly returns: Plain
}
/** Singular tests have no `test_metadata`. */
export interface TestNode extends ExecutableBase<'test'> {
  readonly column_name?: string | null
  readonly file_key_name?: string | null
  readonly attached_node?: UniqueId | null
  readonly test_metadata?: { readonly name: string; readonly kwargs: Plain; readonly namespace: string | null }
}

export interface UnitTestNode extends ResourceBase<'unit_test'> {
  readonly fqn: readonly string[]
  readonly model: string
  readonly given: readonly UnitTestGiven[]
  readonly expect: UnitTestRows
  readonly description: string
  readonly overrides: { readonly macros: Plain; readonly vars: Plain; readonly env_vars: Plain } | null
  readonly depends_on: DependsOn
  readonly config: Plain & { readonly enabled: boolean; readonly tags: readonly string[] }
  readonly checksum: string | null
  readonly schema: string | null
  readonly created_at: number
  readonly versions: { readonly include?: readonly unknown[] | null; readonly exclude?: readonly unknown[] | null } | null
  readonly version: string | number | null
  readonly tested_node_unique_id: UniqueId | null
  readonly this_input_node_unique_id: UniqueId | null
}
export interface UnitTestRows {
  readonly rows: readonly Plain[] | string | null
  readonly format: 'dict' | 'csv' | 'sql'
  readonly fixture: string | null
}
export interface UnitTestGiven extends UnitTestRows {
  readonly input: string
}

export interface SourceNode extends ResourceBase<'source'> {
  readonly database: string | null
  readonly schema: string
  readonly fqn: readonly string[]
  readonly source_name: string
  readonly source_description: string
  readonly loader: string
  readonly identifier: string
  readonly quoting: Plain
  readonly loaded_at_field: string | null
  readonly loaded_at_query: string | null
  readonly freshness: Plain | null
  readonly external: Plain | null
  readonly description: string
  readonly columns: Readonly<Record<string, ColumnSpec>>
  readonly meta: Plain
  readonly source_meta: Plain
  readonly tags: readonly string[]
  readonly config: Plain & { readonly enabled: boolean }
  readonly patch_path: string | null
  readonly unrendered_config: Plain
  readonly relation_name: string
  readonly created_at: number
  readonly unrendered_database: string | null
  readonly unrendered_schema: string | null
  readonly doc_blocks: readonly string[]
}

export interface ExposureNode extends ResourceBase<'exposure'> {
  readonly fqn: readonly string[]
  readonly type: string
  readonly owner: Plain & { readonly name?: string | null; readonly email?: string | null }
  readonly description: string
  readonly label: string | null
  readonly maturity: string | null
  readonly meta: Plain
  readonly tags: readonly string[]
  readonly config: Plain & { readonly enabled: boolean }
  readonly unrendered_config: Plain
  readonly url: string | null
  readonly depends_on: DependsOn
  readonly refs: readonly RefArgs[]
  readonly sources: readonly (readonly string[])[]
  readonly metrics: readonly (readonly string[])[]
  readonly created_at: number
}

/** Metrics, semantic models and saved queries: dbt's keys, of which the tool itself reads only these. */
export interface SemanticNode<T extends 'metric' | 'semantic_model' | 'saved_query'> extends ResourceBase<T> {
  readonly fqn: readonly string[]
  readonly depends_on: DependsOn
  readonly config: Plain
  readonly [key: string]: unknown
}

export interface GroupNode extends ResourceBase<'group'> {
  readonly owner: Plain & { readonly name?: string | null; readonly email?: string | null }
  readonly description: string | null
  readonly config: Plain
}

export interface MacroNode extends ResourceBase<'macro'> {
  readonly macro_sql: string
  readonly depends_on: { macros: UniqueId[] }
  readonly description: string
  readonly meta: Plain
  readonly config: Plain
  readonly docs: { readonly show: boolean; readonly node_color: string | null }
  readonly patch_path: string | null
  readonly arguments: readonly Plain[]
  readonly created_at: number
  readonly supported_languages: readonly string[] | null
}

export interface DocNode extends ResourceBase<'doc'> {
  readonly block_contents: string
}

/** Members of the manifest's `nodes`. */
export type ManifestNode = ModelNode | SeedNode | SnapshotNode | TestNode | AnalysisNode | OperationNode | SqlOperationNode | FunctionNode
/** Everything with an id that a selector can name. */
export type Resource =
  | ManifestNode
  | SourceNode
  | ExposureNode
  | UnitTestNode
  | SemanticNode<'metric'>
  | SemanticNode<'semantic_model'>
  | SemanticNode<'saved_query'>

/** Where a resource was defined, line and column, for errors; kept beside the manifest because dbt's shape has no place for it. */
export type Locations = ReadonlyMap<UniqueId, SourceLocation>

/** Resources that become relations others can `ref()`. */
export function isReferable(node: { readonly resource_type: string }): node is ModelNode | SeedNode | SnapshotNode | FunctionNode {
  return ['model', 'seed', 'snapshot'].includes(node.resource_type)
}

export function isGenericTest(node: { readonly resource_type: string }): boolean {
  return node.resource_type === 'test' && 'test_metadata' in node && node.test_metadata !== undefined
}
