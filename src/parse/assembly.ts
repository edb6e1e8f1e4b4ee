/** The manifest while it is put together: resources by id, enabled and disabled apart. */
import type {
  ExposureNode,
  GroupNode,
  MacroNode,
  ManifestNode,
  ModelNode,
  Resource,
  SemanticNode,
  SourceNode,
  UniqueId,
  UnitTestNode,
} from '../core/node.js'

export interface Assembly {
  readonly nodes: Record<UniqueId, ManifestNode>
  readonly functions: Record<UniqueId, ManifestNode>
  readonly sources: Record<UniqueId, SourceNode>
  readonly exposures: Record<UniqueId, ExposureNode>
  readonly groups: Record<UniqueId, GroupNode>
  readonly metrics: Record<UniqueId, SemanticNode<'metric'>>
  readonly semanticModels: Record<UniqueId, SemanticNode<'semantic_model'>>
  readonly savedQueries: Record<UniqueId, SemanticNode<'saved_query'>>
  readonly unitTests: Record<UniqueId, UnitTestNode>
  readonly macros: Record<UniqueId, MacroNode>
  readonly disabled: Record<UniqueId, Resource[]>
}

export function emptyAssembly(macros: Record<UniqueId, MacroNode>): Assembly {
  return {
    nodes: {},
    functions: {},
    sources: {},
    exposures: {},
    groups: {},
    metrics: {},
    semanticModels: {},
    savedQueries: {},
    unitTests: {},
    macros,
    disabled: {},
  }
}

export function enabled(resource: { readonly config: unknown }): boolean {
  return (resource.config as { readonly enabled?: unknown }).enabled !== false
}

/** Puts a resource among its kind, or among the disabled. Answers false where an enabled one has the id already. */
export function place<T extends Resource>(assembly: Assembly, home: Record<UniqueId, T>, resource: T): boolean {
  if (!enabled(resource)) {
    assembly.disabled[resource.unique_id] = [...(assembly.disabled[resource.unique_id] ?? []), resource]
    return true
  }
  if (Object.hasOwn(home, resource.unique_id)) return false
  home[resource.unique_id] = resource
  return true
}

export function isVersioned(node: { readonly resource_type: string }): node is ModelNode {
  return node.resource_type === 'model' && (node as ModelNode).version !== null && (node as ModelNode).version !== undefined
}

/** Names a node answers to: a version to `name.v2`, the latest to the bare name too. */
export function refNames(node: ManifestNode): string[] {
  if (!isVersioned(node)) return [node.name]
  const own = `${node.name}.v${String(node.version)}`
  return String(node.version) === String(node.latest_version) ? [own, node.name] : [own]
}
