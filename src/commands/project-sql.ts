/** The open project with its SQL understood: what `check`, `lineage` and the editor ask. No warehouse is opened. */
import { adapterModule, type Credentials, type RecordingConnection, RelationCache } from '../adapters/index.js'
import { createMacroRegistry, createRuntime, offlineMacros } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import {
  dialectOf,
  ProjectCatalog,
  type ProjectSql,
  type SqlMemory,
  type SqlTools,
  sqlTools,
  tablesOnly,
  understandingAdapter,
  understandProject,
} from '../lineage/index.js'
import type { OpenProject } from './open-project.js'

export interface UnderstandOptions {
  /** Kept from an earlier call, in a process that asks again. */
  readonly tools?: SqlTools
  readonly memory?: SqlMemory
}

export async function understand(opened: OpenProject, invocation: Invocation, options: UnderstandOptions = {}): Promise<ProjectSql> {
  const { project, manifest, graph } = opened
  const module = await adapterModule(project.target.type, project.target.adapter)
  const known = dialectOf(module.type, module.inherits)
  // Of another warehouse's names it is only known that they are names.
  const dialect = known ?? 'postgres'
  const engine = await module.offline?.(project.target.credentials as Credentials, invocation)
  let catalog: ProjectCatalog | undefined
  const adapter = understandingAdapter(module, engine, manifest, (relation) => catalog?.ofRelation(relation))
  const macros = offlineMacros(createMacroRegistry(Object.values(manifest.macros), project, manifest.locations))
  const cache = new RelationCache(module.relationStyle)
  const runtime = createRuntime({ project, manifest, adapter, invocation, cache, macros, selected: new Set(graph.nodes()) })
  catalog = new ProjectCatalog(dialect, runtime)
  const connection = (await adapter.connect('check')) as RecordingConnection
  const tools = known ? (options.tools ?? sqlTools()) : tablesOnly(module.type, dialect)
  const { database, schema } = project.target
  const checking = { dialect, ...(database && { database }), schema, unknownFunctions: ownFunctions(opened) }
  try {
    const { memory } = options
    return await understandProject({
      runtime,
      graph,
      dialect,
      connection,
      catalog,
      tools,
      checking,
      memory,
      clock: () => performance.now(),
    })
  } finally {
    if (!options.tools) tools.close()
  }
}

/** Hooks and extensions make functions that nobody here can know. */
function ownFunctions({ project, manifest }: OpenProject): 'ignore' | 'error' {
  const { extensions } = project.target.credentials as { readonly extensions?: readonly unknown[] }
  const hooks = Object.values(manifest.nodes).some((node) => node.resource_type === 'operation')
  return hooks || (extensions?.length ?? 0) > 0 || Object.keys(manifest.functions).length > 0 ? 'ignore' : 'error'
}
