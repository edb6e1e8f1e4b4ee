/** The manifest's `parent_map`, `child_map` and `group_map`, which count edges that the graph itself does not have. */
import { allResources, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'

export type EdgeMap = Record<UniqueId, UniqueId[]>

export interface ManifestMaps {
  readonly parent_map: EdgeMap
  readonly child_map: EdgeMap
  readonly group_map: Record<string, UniqueId[]>
}

/** Seeds and sources have no parents, whatever their hooks say. */
export function dependenciesOf(resource: Resource): readonly UniqueId[] {
  return resource.resource_type === 'seed' || !('depends_on' in resource) ? [] : (resource.depends_on.nodes ?? [])
}

/** Lists are sorted; an edge that is listed twice in `depends_on` is so here too, as in dbt's maps. */
export function manifestMaps(manifest: Manifest): ManifestMaps {
  const resources = [...mapOrder(manifest)]
  const parents: EdgeMap = {}
  const children: EdgeMap = {}
  for (const { unique_id } of resources) children[unique_id] = []
  for (const resource of resources) {
    const above = [...dependenciesOf(resource)]
    parents[resource.unique_id] = above.sort()
    for (const parent of above) children[parent]?.push(resource.unique_id)
  }
  for (const list of Object.values(children)) list.sort()
  return { parent_map: parents, child_map: children, group_map: groupMap(manifest) }
}

function* mapOrder(manifest: Manifest): Generator<Resource> {
  yield* Object.values(manifest.nodes)
  yield* Object.values(manifest.sources)
  yield* Object.values(manifest.exposures)
  yield* Object.values(manifest.functions)
  yield* Object.values(manifest.metrics)
  yield* Object.values(manifest.semantic_models)
  yield* Object.values(manifest.saved_queries)
  yield* Object.values(manifest.unit_tests)
}

function groupMap(manifest: Manifest): Record<string, UniqueId[]> {
  const map: Record<string, UniqueId[]> = {}
  for (const group of Object.values(manifest.groups)) map[group.name] = []
  const grouped = new Set(['unit_test', 'source', 'exposure'])
  for (const resource of allResources(manifest)) {
    if (grouped.has(resource.resource_type) || resource.unique_id in manifest.functions) continue
    const group = (resource as { readonly group?: unknown }).group
    if (typeof group === 'string') map[group]?.push(resource.unique_id)
  }
  return map
}
