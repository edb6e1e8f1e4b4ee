/** The open project with its SQL understood: what `check`, `lineage` and the editor ask. No warehouse is opened. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { adapterModule, type Credentials, type RecordingConnection, RelationCache } from '../adapters/index.js'
import { createMacroRegistry, createRuntime, offlineMacros } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import {
  dialectOf,
  ProjectCatalog,
  type ProjectSql,
  readPulledCatalog,
  type SqlMemory,
  SqlStore,
  type SqlTools,
  sqlTools,
  tablesOnly,
  understandingAdapter,
  understandProject,
} from '../lineage/index.js'
import { loadPolyglot } from '../sql/index.js'
import type { OpenProject } from './open-project.js'

export interface UnderstandOptions {
  /** Kept from an earlier call, in a process that asks again. */
  readonly tools?: SqlTools
  readonly memory?: SqlMemory
  /** See `UnderstandRequest`. */
  readonly only?: ReadonlySet<UniqueId> | undefined
  readonly breathe?: () => Promise<void>
  /** Only what the queries mean: no types. */
  readonly meanings?: 'only' | 'too'
}

/** Begins to load what reads SQL while the project is opened, unless a former command has kept what it read. */
export function warmUp({ projectDir, flags }: Invocation): void {
  const target = typeof flags.targetPath === 'string' ? flags.targetPath : 'target'
  const kept = flags.partialParse !== false && existsSync(resolve(projectDir, target, '.sluice', 'sql'))
  if (!kept) loadPolyglot().catch(() => undefined)
}

export async function understand(opened: OpenProject, invocation: Invocation, options: UnderstandOptions = {}): Promise<ProjectSql> {
  const { project, manifest, graph } = opened
  const module = await adapterModule(project.target.type, project.target.adapter)
  const known = dialectOf(module.type, module.inherits)
  // Of another warehouse's names it is only known that they are names.
  const dialect = known ?? 'postgres'
  const engine = await module.offline?.(project.target.credentials as Credentials, invocation)
  let catalog: ProjectCatalog | undefined
  const pulled = readPulledCatalog(project)
  const store = storeFor(opened, invocation, options, [dialect, [...pulled]])
  const columnsOf = (relation: Relation) => catalog && (store ? store.columnsOf(relation, catalog) : catalog.ofRelation(relation))
  const adapter = understandingAdapter(module, engine, manifest, columnsOf)
  const macros = offlineMacros(createMacroRegistry(Object.values(manifest.macros), project, manifest.locations))
  const cache = new RelationCache(module.relationStyle)
  const made = { project, invocation, ...store?.watched, manifest, adapter, cache, macros, selected: new Set(graph.nodes()) }
  const bare = createRuntime(made)
  const runtime = store?.watchScopes(bare) ?? bare
  catalog = new ProjectCatalog(dialect, runtime)
  const connection = (await adapter.connect('check')) as RecordingConnection
  store?.watchConnection(connection)
  const tools = known ? (options.tools ?? sqlTools()) : tablesOnly(module.type, dialect)
  const { database, schema } = project.target
  const checking = { dialect, ...(database && { database }), schema, unknownFunctions: ownFunctions(opened) }
  try {
    const { memory, meanings, only, breathe } = options
    const understood = await understandProject({
      runtime,
      graph,
      dialect,
      connection,
      catalog,
      tools,
      pulled,
      meanings: meanings !== undefined,
      ...(meanings === 'only' ? {} : { checking }),
      memory: memory ?? store,
      only,
      breathe,
      clock: () => performance.now(),
    })
    store?.save()
    return understood
  } finally {
    if (!options.tools) tools.close()
  }
}

/** None where another memory is at work, or meanings are asked for. */
function storeFor(opened: OpenProject, invocation: Invocation, options: UnderstandOptions, by: readonly unknown[]): SqlStore | undefined {
  if (options.memory || options.meanings || invocation.flags.partialParse === false || opened.project.target.adapter) return undefined
  const how = [by, ownFunctions(opened), opened.project.target.database, opened.project.target.schema]
  return new SqlStore(join(opened.targetDir, '.sluice', 'sql'), { project: opened.project, invocation, how })
}

/** Hooks and extensions make functions that nobody here can know. */
function ownFunctions({ project, manifest }: OpenProject): 'ignore' | 'error' {
  const { extensions } = project.target.credentials as { readonly extensions?: readonly unknown[] }
  const hooks = Object.values(manifest.nodes).some((node) => node.resource_type === 'operation')
  return hooks || (extensions?.length ?? 0) > 0 || Object.keys(manifest.functions).length > 0 ? 'ignore' : 'error'
}
