/** Names → resources as `ref`, `source`, `metric` and `function` search them: root project, then the node's package, then any. */
import type { Manifest } from '../core/manifest.js'
import { isReferable, type ManifestNode, type ModelNode, type SemanticNode, type SourceNode, type UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'

export interface Lookup {
  ref(from: string, name: string, packageName: string | null, version: string | number | null): ManifestNode | undefined
  source(from: string, sourceName: string, tableName: string): SourceNode | undefined
  metric(from: string, name: string, packageName: string | null): SemanticNode<'metric'> | undefined
  function(from: string, name: string, packageName: string | null): ManifestNode | undefined
  /** For did-you-mean. */
  refNames(): Iterable<string>
  sourceNames(): Iterable<string>
}

/** name → package → id. */
type Names = Map<string, Map<string, UniqueId>>

export function createLookup(manifest: Manifest, project: Project): Lookup {
  const refs: Names = new Map()
  for (const node of Object.values(manifest.nodes)) if (isReferable(node)) for (const name of refNamesOf(node)) add(refs, name, node)
  const sources: Names = new Map()
  for (const source of Object.values(manifest.sources)) add(sources, `${source.source_name}.${source.name}`, source)
  const metrics: Names = new Map()
  for (const metric of Object.values(manifest.metrics)) add(metrics, metric.name, metric)
  const functions: Names = new Map()
  for (const entry of Object.values(manifest.functions)) add(functions, entry.name, entry)

  const order = (from: string): readonly string[] => searchOrder(project, from)
  const find = (names: Names, name: string, from: string, packageName: string | null): UniqueId | undefined => {
    const homes = names.get(name)
    if (!homes) return undefined
    if (packageName !== null) return homes.get(packageName)
    for (const candidate of order(from)) if (homes.has(candidate)) return homes.get(candidate)
    return homes.values().next().value
  }
  const pick = <T>(table: Readonly<Record<UniqueId, T>>, id: UniqueId | undefined): T | undefined =>
    id === undefined ? undefined : table[id]
  return {
    ref: (from, name, packageName, version) =>
      pick(manifest.nodes, find(refs, version === null ? name : `${name}.v${version}`, from, packageName)),
    source: (from, sourceName, tableName) => pick(manifest.sources, find(sources, `${sourceName}.${tableName}`, from, null)),
    metric: (from, name, packageName) => pick(manifest.metrics, find(metrics, name, from, packageName)),
    function: (from, name, packageName) => pick(manifest.functions, find(functions, name, from, packageName)),
    refNames: () => refs.keys(),
    sourceNames: () => sources.keys(),
  }
}

/** A versioned model answers to `name.v2`, its latest version to the bare name too. */
function refNamesOf(node: { readonly name: string }): readonly string[] {
  const { version = null, latest_version: latest = null } = node as Partial<ModelNode>
  if (version === null) return [node.name]
  const versioned = `${node.name}.v${version}`
  return String(version) === String(latest) ? [versioned, node.name] : [versioned]
}

function add(names: Names, name: string, resource: { readonly unique_id: UniqueId; readonly package_name: string }): void {
  const homes = names.get(name) ?? new Map<string, UniqueId>()
  if (!homes.has(resource.package_name)) homes.set(resource.package_name, resource.unique_id)
  names.set(name, homes)
}

function searchOrder(project: Project, from: string): readonly string[] {
  const root = project.root.name
  if (from === root) return [root]
  return project.root.config.flags['require_ref_searches_node_package_before_root'] === true ? [from, root] : [root, from]
}
