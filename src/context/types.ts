/** What the stages around it get from `context/`: scopes for parsing, one `Runtime` per invocation, one `NodeScope` per node that renders. */
import type { Adapter, AdapterModule, Connection, RelationCache } from '../adapters/index.js'
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { MacroNode, ManifestNode, Plain, SourceNode, UniqueId, UnitTestNode } from '../core/node.js'
import type { Project, YamlCodec } from '../core/project.js'
import type { Relation } from '../core/relation.js'
import type { Table } from '../core/table.js'
import type { TemplateFunction } from '../core/template-object.js'
import type { CompiledMacro, Scope } from '../jinja/index.js'

/** `load_result('main')`. */
export interface LoadedResult {
  readonly response: unknown
  readonly data: readonly (readonly unknown[])[]
  readonly table: Table
}

/** What a model's template asked for while it was parsed. */
export interface Captured {
  readonly refs: readonly { readonly name: string; readonly package: string | null; readonly version: string | number | null }[]
  readonly sources: readonly (readonly [string, string])[]
  readonly metrics: readonly (readonly string[])[]
  readonly functions: readonly (readonly string[])[]
  /** Each `config(…)` call's arguments in order, plain data; `pre_hook`/`post_hook` already spelt with a hyphen. */
  readonly configCalls: readonly Plain[]
  /** unique_ids of macros called directly by the node. */
  readonly macros: readonly UniqueId[]
  /** What it read, for a later parse cache: vars, env vars, target keys, flags. */
  readonly reads: Reads
}

export interface Reads {
  readonly vars: readonly string[]
  readonly env: readonly string[]
  readonly other: readonly string[]
}

/** All macros of a project, indexed; names resolve as dbt's do (node's package > root > `dbt_<adapter>` > `dbt`). */
export interface MacroRegistry {
  get(id: UniqueId): MacroNode | undefined
  /** Flat name as seen from a package, or `package.name`. */
  find(name: string, fromPackage: string, inPackage?: string): MacroNode | undefined
  /** The name within exactly this package (`dbt` answers for all built-in packages). */
  inPackage(packageName: string, name: string): MacroNode | undefined
  /** True where `name` may stand before a dot: `dbt_utils.star()`. */
  isPackage(name: string): boolean
  /** `adapter.dispatch`: search order of packages, then prefixes adapter, its parents, `default`. */
  dispatch(name: string, namespace: string | null, fromPackage: string): MacroNode | undefined
  /** What `dispatch` looked for, in order, for its error. */
  dispatchCandidates(name: string, namespace: string | null): readonly string[]
  /** `materialization_<name>_<adapter>` before `_default`, root before packages before built-ins. */
  materialization(name: string, fromPackage: string): MacroNode | undefined
  /** `test_<name>` or `<package>.test_<name>`. */
  test(name: string, namespace: string | null, fromPackage: string): MacroNode | undefined
  /** `generate_schema_name` and the like for nodes of a package: the package's own, else root's, else built in. */
  naming(component: string, fromPackage: string): MacroNode | undefined
  /** Flat names visible from a package. */
  names(fromPackage: string): Iterable<string>
  /** Compiled on first use, once per registry. */
  compiled(macro: MacroNode): CompiledMacro
}

/** The node being parsed as far as it is known; everything templates may read through `model` goes into `fields`. */
export interface ParsedNodeIdentity {
  readonly unique_id: UniqueId
  readonly name: string
  readonly package_name: string
  readonly resource_type: string
  readonly fqn: readonly string[]
  readonly original_file_path: string
}

export interface ParseScopeOptions {
  readonly project: Project
  readonly module: AdapterModule
  readonly invocation: Invocation
  readonly macros: MacroRegistry
  readonly node: ParsedNodeIdentity & Plain
  /** Further global names, e.g. `_dbt_generic_test_kwargs`. */
  readonly globals?: Plain
  /** False where `config(…)` is an error (properties files, exposures). */
  readonly configAllowed?: boolean
}

/** Parse phase: `execute` is false, everything asked for is recorded and nothing resolved. Synchronous throughout. */
export interface ParseScope {
  readonly scope: Scope
  captured(): Captured
  set(name: string, value: unknown): void
  callMacro(macro: string | MacroNode, args?: readonly unknown[], kwargs?: Plain): unknown
}

/** Values rendered outside any model: dbt_project.yml, profiles.yml, packages.yml, properties files, selectors. */
export interface YamlScopeOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly invocation: Invocation
  /** `var()`; already merged for the package at hand. Absent: no vars at all. */
  readonly vars?: Plain
  /** A missing var without default is None instead of an error. */
  readonly varsOptional?: boolean
  readonly target?: Plain
  readonly projectName?: string
  /** profiles.yml and packages.yml may read `DBT_ENV_SECRET_*`; other files are refused. */
  readonly secrets: 'allowed' | 'refused'
  /** `doc`, `ref`, … */
  readonly globals?: Plain
  readonly yaml?: YamlCodec
  /** Told every var, env var and target key read. */
  readonly onRead?: (kind: keyof Reads, name: string) => void
}

export interface RuntimeOptions {
  readonly project: Project
  readonly manifest: Manifest
  readonly adapter: Adapter
  readonly invocation: Invocation
  readonly cache: RelationCache
  readonly macros?: MacroRegistry
  readonly selected?: ReadonlySet<UniqueId>
  /** `--defer`: relations of the other environment by unique_id. */
  readonly deferred?: ReadonlyMap<UniqueId, DeferRelation>
}

export interface DeferRelation {
  readonly database: string | null
  readonly schema: string
  readonly alias: string
  readonly relation_name: string | null
}

/** Everything run-time rendering needs, shared by all nodes of one invocation. */
export interface Runtime {
  readonly project: Project
  readonly manifest: Manifest
  readonly adapter: Adapter
  readonly module: AdapterModule
  readonly invocation: Invocation
  readonly macros: MacroRegistry
  readonly cache: RelationCache
  readonly selected: ReadonlySet<UniqueId>
  readonly deferred: ReadonlyMap<UniqueId, DeferRelation>
  /** What a resource renders and runs as, where that is not itself: a unit test is its model over given rows. */
  readonly standIns: WeakMap<object, ManifestNode>
  /** The engine's own functions of `adapter`, made once a connection. */
  engineMethods(connection: Connection): Readonly<Record<string, TemplateFunction>>
  /** Scope of a node; its statements run on `connection`. */
  nodeScope(node: ManifestNode | SourceNode | UnitTestNode, connection: Connection, options?: ScopeOptions): NodeScope
  /** Scope without a model: run-operation, on-run hooks, cache filling, catalog. */
  operationScope(connection: Connection, options?: ScopeOptions): NodeScope
  /** The relation a node builds. */
  relationOf(node: RelationNode): Relation
}

/** What names a relation: nodes by alias, sources by identifier. */
export interface RelationNode {
  readonly database: string | null
  readonly schema: string
  readonly alias?: string
  readonly identifier?: string
  readonly resource_type?: string
}

export interface ScopeOptions {
  /** Replaces what the model reads, for unit tests. */
  readonly overrides?: ScopeOverrides
  /** Further global names: `results`, `schemas`, `compiled_code`, `sql` … */
  readonly globals?: Plain
  /** False while compiling with `--no-introspect`. */
  readonly introspect?: boolean
  /** What log events say about the node. */
  readonly nodeInfo?: NodeInfo
  /** `thread_id` and the lane's name in events. */
  readonly threadId?: string
  /** Package whose macros come first (operations); the root project by default. */
  readonly packageName?: string
  /** What stands in for a node while its tests judge it before others see it; `ref` gives these. */
  readonly candidates?: ReadonlyMap<UniqueId, Relation>
  /** Asked before `adapter.commit()` and the like: false leaves the transaction open. May throw. */
  readonly onCommit?: () => boolean
  /** The batch of a microbatch model. */
  readonly batch?: { readonly id: string; readonly event_time_start: string; readonly event_time_end: string }
}

export interface ScopeOverrides {
  readonly macros?: Plain
  readonly vars?: Plain
  readonly env_vars?: Plain
  /** Input relations by the unique_id a `ref` or `source` resolves to, `this` included. */
  readonly relations?: ReadonlyMap<UniqueId, Relation>
  /** Told of a `ref` or `source` that `relations` lacks; throws. */
  readonly notGiven?: (id: UniqueId) => never
  /** Input that stands in for `this`; null: `this` is None. */
  readonly thisInput?: UniqueId | null
}

export interface NodeScope extends Scope {
  readonly connection: Connection
  /** Statement results by name; null once loaded. */
  readonly results: Map<string, LoadedResult | null>
  /** Ephemeral models its `ref`s met, in order. */
  readonly ctes: readonly UniqueId[]
  /** The last text given to `write()`: what dbt puts below `target/run`. */
  readonly written: string | null
  set(name: string, value: unknown): void
  /** By flat name as the node sees it, or a macro itself. Async variant. */
  callMacro(macro: string | MacroNode, args?: readonly unknown[], kwargs?: Plain): Promise<unknown>
  /** Renders text with this scope; text without Jinja comes back as it is. */
  render(text: string, file?: string): Promise<string>
}
