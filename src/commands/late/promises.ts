/** What is promised in this project and target: `sla:` of nodes, of sluice.yml by selection, and freshness rules of sources. */
import { Cursor } from '../../core/cursor.js'
import type { Invocation } from '../../core/invocation.js'
import type { Resource, SourceNode, UniqueId } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import { readSettings } from '../../load/index.js'
import { freshnessSla, readSla, type Sla } from '../../observe/index.js'
import { selectNodes } from '../../select/index.js'
import type { OpenProject } from '../open-project.js'

export interface NodePromise {
  readonly resource: DatedResource
  readonly sla: Sla
}

/** What has a relation that can be late. */
export type DatedResource = Extract<Resource, { readonly resource_type: 'model' | 'seed' | 'snapshot' | 'source' }>

const dated = new Set(['model', 'seed', 'snapshot', 'source'])

export function isDated(resource: Resource | undefined): resource is DatedResource {
  return resource !== undefined && dated.has(resource.resource_type)
}

/** Whether anything but freshness is promised in this target: what makes a run look at it when it ends. */
export function hasSlas(opened: OpenProject, invocation: Invocation): boolean {
  return promisesOf(opened, invocation).some(({ sla }) => sla.from === 'sla')
}

/** Throws SETTINGS_INVALID at the place of what is wrong. */
export function promisesOf(opened: OpenProject, invocation: Invocation): readonly NodePromise[] {
  const { manifest, project } = opened
  const usual = bySelection(opened, invocation)
  const found: NodePromise[] = []
  for (const resource of [...Object.values(manifest.sources), ...Object.values(manifest.nodes)]) {
    if (!isDated(resource) || isDisabled(resource)) continue
    const sla = ownSla(opened, resource) ?? usual.get(resource.unique_id)
    if (sla && (sla.targets.length === 0 || sla.targets.includes(project.target.name))) found.push({ resource, sla })
    const fresh = resource.resource_type === 'source' ? freshnessSla(withQuery(resource)) : undefined
    if (fresh) found.push({ resource, sla: fresh })
  }
  return found
}

function isDisabled({ config }: DatedResource): boolean {
  return (config as { readonly enabled?: unknown }).enabled === false
}

/** A query of its own is an expression like any other. */
function withQuery(source: SourceNode): Pick<SourceNode, 'freshness' | 'loaded_at_field'> {
  return { freshness: source.freshness, loaded_at_field: source.loaded_at_field ?? (source.loaded_at_query ? loadedAtQuery : null) }
}

/** Stands for the query of `loaded_at_query`, as the name of a column. */
export const loadedAtQuery = 'loaded_at_query'

function ownSla({ manifest }: OpenProject, resource: DatedResource): Sla | undefined {
  const value = ownSetting(resource, 'sla')
  if (value === undefined) return undefined
  const locate = () => manifest.locations.get(resource.unique_id) ?? { file: resource.original_file_path, line: 1, column: 1 }
  const cursor = new Cursor({ sla: value }, { code: 'SETTINGS_INVALID', locate }).at('sla')
  return readSla(cursor)
}

/** Of several entries that take a node the last counts. */
function bySelection(opened: OpenProject, invocation: Invocation): ReadonlyMap<UniqueId, Sla> {
  const section = readSettings(opened.project, invocation, 'sla')
  const found = new Map<UniqueId, Sla>()
  if (!section) return found
  for (const entry of section.items()) {
    const sla = readSla(entry, ['select', 'exclude'])
    if (!entry.has('select'))
      throw entry.problem('an entry of sla names no nodes', 'select: nodes as for --select', undefined, 'add `select:`')
    const { manifest, graph, project } = opened
    const select = entry.texts('select')
    const exclude = entry.texts('exclude')
    const chosen = selectNodes({ manifest, graph, selectors: project.selectors, select, exclude, now: invocation.now })
    for (const id of chosen) found.set(id, sla)
  }
  return found
}
