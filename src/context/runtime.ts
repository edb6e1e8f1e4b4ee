/** The run-time assembly: one runtime per invocation, one async scope per node that compiles or runs. */
import type { Connection } from '../adapters/index.js'
import type { MacroNode, ManifestNode, Plain, SeedNode, SourceNode, UniqueId, UnitTestNode } from '../core/node.js'
import { define, type TemplateFunction } from '../core/template-object.js'
import { compileTemplate } from '../jinja/index.js'
import type { AdapterHost } from './adapter/host.js'
import { runtimeAdapter } from './adapter/runtime.js'
import { configObject } from './config-object.js'
import { raised } from './errors.js'
import { graphDict } from './graph-dict.js'
import { createLookup, type Lookup } from './lookup.js'
import { modelDict, type NodeOwner, nodeNames, resolverFacts, withoutNulls } from './node-names.js'
import { hasJinja } from './parse-scope.js'
import { pythonFunction } from './python-job.js'
import { namedFunction, type ResolverFacts, refFunction, sourceFunction } from './references.js'
import { createMacroRegistry } from './registry.js'
import { relationOfNode, relationOfSource } from './relations.js'
import { type ResolveHost, resolveFunction, resolveMetric, resolveRef, resolveSource } from './resolve.js'
import { type NameTable, TemplateScope } from './scope.js'
import { loadSeedTable } from './seed/index.js'
import type { LoadedResult, NodeScope, Runtime, RuntimeOptions, ScopeOptions } from './types.js'
import { varFunction, varsFor } from './vars.js'

type RenderedNode = ManifestNode | SourceNode | UnitTestNode

interface RuntimeOwner extends NodeOwner {
  readonly adapterHost: AdapterHost
  readonly resolveHost: ResolveHost
  readonly options: ScopeOptions
  readonly packageName: string
  readonly scope: () => RuntimeScope
  readonly graph: () => Plain
}

interface NodeRuntimeOwner extends RuntimeOwner {
  readonly node: RenderedNode
}

function factsOf(owner: RuntimeOwner): ResolverFacts {
  return resolverFacts(owner, () => ('node' in owner ? { ...(owner as NodeRuntimeOwner).node } : {}))
}

/** Names of every run-time scope. */
const runtimeNames: NameTable<RuntimeOwner> = {
  ...(nodeNames as NameTable<RuntimeOwner>),
  execute: () => true,
  ref: (owner) => refFunction((args) => resolveRef(owner.resolveHost, args), factsOf(owner)),
  source: (owner) => sourceFunction((sourceName, tableName) => resolveSource(owner.resolveHost, sourceName, tableName), factsOf(owner)),
  metric: (owner) => namedFunction('metric', (name, packageName) => resolveMetric(owner.resolveHost, name, packageName)),
  function: (owner) => namedFunction('function', (name, packageName) => resolveFunction(owner.resolveHost, name, packageName)),
  config: () => configObject('this operation', {}),
  var: (owner) =>
    varFunction({
      vars: { ...varsFor(owner.project, owner.packageName), ...owner.options.overrides?.vars },
      optional: false,
      render: owner.render,
    }),
  adapter: (owner) => runtimeAdapter(owner.adapterHost, owner.scope as never),
  model: () => ({}),
  schema: (owner) => owner.project.target.schema,
  database: (owner) => owner.project.target.database,
  graph: (owner) => owner.graph(),
  selected_resources: (owner) => [...owner.adapterHost.runtime.selected],
  pre_hooks: () => null,
  post_hooks: () => null,
  sql: () => null,
  compiled_code: () => null,
  context_macro_stack: () => null,
  write: (owner) => define('write', ['payload'], (payload: string) => owner.scope().write(payload)),
  load_agate_table: () =>
    define('load_agate_table', [], () => {
      throw raised('load_agate_table() is for seeds only')
    }),
  submit_python_job: () =>
    define('submit_python_job', ['parsed_model', 'compiled_code'], () => {
      throw raised('submit_python_job() is for Python models only')
    }),
}

/** What a node adds. */
const nodeRuntimeNames: NameTable<NodeRuntimeOwner> = {
  ...(runtimeNames as NameTable<NodeRuntimeOwner>),
  config: (owner) => configObject(owner.node.unique_id, owner.node.config),
  model: (owner) => modelDict({ ...owner.node, ...(owner.options.batch ? { batch: owner.options.batch } : {}) }),
  this: (owner) => thisOf(owner),
  schema: (owner) => owner.node.schema,
  database: (owner) => ('database' in owner.node ? owner.node.database : owner.project.target.database),
  pre_hooks: (owner) => hooksOf(owner.node, 'pre-hook'),
  post_hooks: (owner) => hooksOf(owner.node, 'post-hook'),
  compiled_code: (owner) => compiledCode(owner.node),
  sql: (owner) => ('language' in owner.node && owner.node.language === 'sql' ? compiledCode(owner.node) : null),
  defer_relation: (owner) => {
    const { runtime } = owner.adapterHost
    const other = runtime.deferred.get(owner.node.unique_id)
    return other ? relationOfNode(runtime.module, runtime.project.root.config.quoting, other) : null
  },
  source_node: (owner) => owner.node,
  load_agate_table: (owner) => define('load_agate_table', [], () => seedTable(owner)),
  submit_python_job: (owner) => pythonFunction(owner.adapterHost, owner.node),
}

function thisOf(owner: NodeRuntimeOwner): unknown {
  const { node, options, adapterHost } = owner
  const given = options.overrides?.thisInput
  if (given !== undefined) return given === null ? null : stoodInFor(owner, given)
  if (node.resource_type === 'operation') return null
  const { module, project } = adapterHost.runtime
  if (node.resource_type === 'source') return relationOfSource(module, project.root.config.quoting, node)
  return node.resource_type === 'unit_test' ? null : relationOfNode(module, project.root.config.quoting, node)
}

/** The given rows of the tested model itself. */
function stoodInFor(owner: NodeRuntimeOwner, id: UniqueId): unknown {
  owner.scope().meetCte(id)
  return owner.options.overrides?.relations?.get(id) ?? null
}

function hooksOf(node: RenderedNode, key: 'pre-hook' | 'post-hook'): readonly Plain[] {
  if (node.resource_type === 'source' || node.resource_type === 'test' || node.resource_type === 'unit_test') return []
  return (node.config[key] ?? []).map((hook) => withoutNulls({ ...hook }))
}

function compiledCode(node: RenderedNode): string | null {
  return 'extra_ctes_injected' in node && node.extra_ctes_injected ? (node.compiled_code ?? null) : null
}

function seedTable(owner: NodeRuntimeOwner): unknown {
  const { node, project } = owner
  if (node.resource_type !== 'seed') throw raised(`load_agate_table() is for seeds only, not for a ${node.resource_type}`, node.unique_id)
  return loadSeedTable(project, node as SeedNode)
}

class RuntimeScope extends TemplateScope<RuntimeOwner> implements NodeScope {
  readonly connection: Connection
  readonly results: Map<string, LoadedResult | null>
  readonly #ctes: UniqueId[] = []
  #written: string | null = null

  constructor(
    parts: ConstructorParameters<typeof TemplateScope<RuntimeOwner>>[0],
    connection: Connection,
    results: Map<string, LoadedResult | null>,
  ) {
    super(parts)
    this.connection = connection
    this.results = results
  }

  get ctes(): readonly UniqueId[] {
    return this.#ctes
  }

  get written(): string | null {
    return this.#written
  }

  meetCte(id: UniqueId): void {
    if (!this.#ctes.includes(id)) this.#ctes.push(id)
  }

  write(payload: string): string {
    this.#written = payload
    return ''
  }

  async callMacro(macro: string | MacroNode, args?: readonly unknown[], kwargs?: Plain): Promise<unknown> {
    return await this.call(macro, args, kwargs)
  }

  async render(text: string, file = 'text'): Promise<string> {
    return hasJinja(text) ? await compileTemplate({ text, file }).render(this) : text
  }
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const { project, manifest, adapter, invocation, cache } = options
  const macros = options.macros ?? createMacroRegistry(Object.values(manifest.macros), project, manifest.locations)
  const lookup = createLookup(manifest, project)
  let graph: Plain | undefined
  const graphOnce = (): Plain => (graph ??= graphDict(manifest))
  const engineMethods = new WeakMap<Connection, Readonly<Record<string, TemplateFunction>>>()
  const standIns = new WeakMap<object, ManifestNode>()
  const runtime: Runtime = {
    project,
    manifest,
    adapter,
    module: adapter.module,
    invocation,
    macros,
    cache,
    selected: options.selected ?? new Set(),
    deferred: options.deferred ?? new Map(),
    standIns,
    engineMethods: (connection) => {
      const known = engineMethods.get(connection) ?? adapter.templateMethods(connection)
      engineMethods.set(connection, known)
      return known
    },
    nodeScope: (node, connection, scopeOptions = {}) =>
      makeScope({ runtime, lookup, graph: graphOnce, connection, options: scopeOptions, node: standIns.get(node) ?? node }),
    operationScope: (connection, scopeOptions = {}) =>
      makeScope({ runtime, lookup, graph: graphOnce, connection, options: scopeOptions, node: null }),
    relationOf: (node) => relationOfNode(adapter.module, project.root.config.quoting, node),
  }
  return runtime
}

interface ScopeRequest {
  readonly runtime: Runtime
  readonly lookup: Lookup
  readonly graph: () => Plain
  readonly connection: Connection
  readonly options: ScopeOptions
  readonly node: RenderedNode | null
}

function makeScope(request: ScopeRequest): RuntimeScope {
  const { runtime, connection, options, node } = request
  const results = new Map<string, LoadedResult | null>()
  const packageName = node?.package_name ?? options.packageName ?? runtime.project.root.name
  const adapterHost: AdapterHost = {
    runtime,
    connection,
    introspect: options.introspect !== false,
    nodeInfo: options.nodeInfo,
    onCommit: options.onCommit,
  }
  const owner: NodeRuntimeOwner | RuntimeOwner = {
    project: runtime.project,
    module: runtime.module,
    invocation: runtime.invocation,
    yaml: runtime.project.yaml,
    threadId: options.threadId ?? connection.name,
    nodeInfo: options.nodeInfo,
    nodeId: node?.unique_id,
    results,
    environment: runtime.project.env,
    envOverrides: options.overrides?.env_vars,
    onEnv: undefined,
    onTarget: undefined,
    onFlag: undefined,
    render: (text) => scope.render(text, node?.original_file_path),
    adapterHost,
    resolveHost: { adapter: adapterHost, lookup: request.lookup, node, packageName, options, meetCte: (id) => scope.meetCte(id) },
    options,
    packageName,
    scope: () => scope,
    graph: request.graph,
    ...(node ? { node } : {}),
  }
  const scope: RuntimeScope = new RuntimeScope(
    {
      owner,
      table: (node ? nodeRuntimeNames : runtimeNames) as NameTable<RuntimeOwner>,
      macros: runtime.macros,
      packageName,
      variant: 'async',
      undefinedMode: 'strict',
      globals: options.globals,
      macroValues: options.overrides?.macros,
    },
    connection,
    results,
  )
  return scope
}
