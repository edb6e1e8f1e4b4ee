/** The warehouse of one invocation: opened when a command needs it, closed whatever happens. */
import { type Adapter, adapterModule, type Credentials, documentedColumns, offlineAdapter, RelationCache } from '../adapters/index.js'
import { createMacroRegistry, createRuntime, type MacroRegistry, offlineMacros, type Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { namingTarget } from '../core/target-note.js'
import type { OpenProject } from './open-project.js'
import type { State } from './state.js'

export interface WarehouseOptions {
  /** No warehouse is opened: statements are kept, the catalog is assumed empty. */
  readonly offline?: boolean
  readonly selected?: ReadonlySet<UniqueId>
  readonly deferred?: State['deferred']
}

export async function withRuntime<T>(
  opened: OpenProject,
  invocation: Invocation,
  options: WarehouseOptions,
  body: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const { project, manifest } = opened
  const { offline, ...runtimeOptions } = options
  const adapter = offline ? await openOffline(opened, invocation) : await openAdapter(opened, invocation)
  try {
    const cache = new RelationCache(adapter.module.relationStyle)
    return await body(
      createRuntime({ project, manifest, adapter, invocation, cache, ...(offline ? { macros: unasking(opened) } : {}), ...runtimeOptions }),
    )
  } finally {
    await adapter.close()
  }
}

async function openOffline({ project, manifest }: OpenProject, invocation: Invocation): Promise<Adapter> {
  const module = await adapterModule(project.target.type)
  const engine = await module.offline?.(project.target.credentials as Credentials, invocation)
  return offlineAdapter(module, engine, documentedColumns(module, manifest))
}

function unasking({ project, manifest }: OpenProject): MacroRegistry {
  return offlineMacros(createMacroRegistry(Object.values(manifest.macros), project, manifest.locations))
}

export async function openAdapter(
  opened: { readonly project: Pick<OpenProject['project'], 'target'> },
  invocation: Invocation,
): Promise<Adapter> {
  const { target } = opened.project
  const module = await adapterModule(target.type, target.adapter)
  try {
    return await module.create(target.credentials as Credentials, invocation)
  } catch (error) {
    throw error instanceof SluiceError && target.location ? namingTarget(error.with({ location: target.location }), target) : error
  }
}
