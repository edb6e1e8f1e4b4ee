/** Why each selected resource counts as modified, or what of the selection it stands next to. */
import { findResource, type Manifest } from '../../core/manifest.js'
import type { Resource, UniqueId } from '../../core/node.js'
import type { Graph } from '../../graph/index.js'
import type { StateOptions } from '../environment.js'
import { searchName } from '../listing.js'
import { type Compared, record, sameConfig, samePersistedDescription, sameRelation } from './contents.js'
import { modifiedMacros, reachesModified } from './macros.js'
import { type PreviousManifest, previousResource } from './previous.js'
import { samePlain } from './same-plain.js'

export interface StateExplanation {
  /** One clause each; empty where the state has nothing to do with it. */
  readonly selected: ReadonlyMap<UniqueId, readonly string[]>
  /** Nodes whose text differs and whose meaning does not. */
  readonly leftOut: ReadonlyMap<UniqueId, readonly string[]>
}

interface Request extends StateOptions {
  readonly manifest: Manifest
  readonly graph: Graph
  readonly previousManifest: PreviousManifest
}

export function explainState(request: Request, ids: ReadonlySet<UniqueId>): StateExplanation {
  const reasons = changeReasons(request)
  const selected = new Map([...ids].map((id) => [id, or(reasons.get(id), () => unmodified(id, request, reasons))]))
  const leftOut = [...(request.verdicts ?? [])].filter(([id, { same }]) => same && !ids.has(id) && !reasons.has(id))
  return { selected, leftOut: new Map(leftOut.map(([id, verdict]) => [id, verdict.reasons])) }
}

/** Of every resource that is new or differs in itself: one clause for each difference. */
export function changeReasons(request: Request): ReadonlyMap<UniqueId, readonly string[]> {
  const macros = modifiedMacros(request.manifest, request.previousManifest)
  const reasons = new Map<UniqueId, readonly string[]>()
  for (const id of request.graph.nodes()) {
    const resource = findResource(request.manifest, id)
    const own = resource ? reasonsOf(resource, request, macros) : []
    if (own.length > 0) reasons.set(id, own)
  }
  return reasons
}

function or(reasons: readonly string[] | undefined, others: () => readonly string[]): readonly string[] {
  return reasons && reasons.length > 0 ? reasons : others()
}

function reasonsOf(resource: Resource, request: Request, macros: ReadonlySet<UniqueId>): string[] {
  const old = previousResource(request.previousManifest, resource.unique_id)
  if (!old) return ['new']
  const [now, before] = [record(resource), record(old)]
  const verdict = request.verdicts?.get(resource.unique_id)
  if (verdict && !verdict.same) return [...verdict.reasons, ...settings(now, before)]
  return [...(verdict ? [] : [...body(now, before), ...usedMacros(resource, macros, request.manifest)]), ...settings(now, before)]
}

function body(now: Compared, before: Compared): string[] {
  if (now.resource_type === 'seed') return samePlain(now.checksum, before.checksum) ? [] : ['body: the file has other contents']
  if (now.resource_type === 'unit_test') return samePlain(now.checksum, before.checksum) ? [] : ['body: the test has other contents']
  // A generic test is its definition; its code says where it stands.
  if (typeof now.raw_code !== 'string' || now.test_metadata) return []
  return now.raw_code === before.raw_code ? [] : ['body: the text differs']
}

function usedMacros(resource: Resource, macros: ReadonlySet<UniqueId>, manifest: Manifest): string[] {
  const own = 'depends_on' in resource ? (resource.depends_on.macros ?? []) : []
  return [...macros].sort().flatMap((id) => {
    if (!reachesModified(own, new Set([id]), manifest)) return []
    const macro = manifest.macros[id]
    return [`macro ${macro?.name ?? id} changed${macro ? ` (${macro.original_file_path})` : ''}`]
  })
}

function settings(now: Compared, before: Compared): string[] {
  const out = sameConfig(now, before) || now.resource_type === 'unit_test' ? [] : configChanges(now, before)
  if (typeof now.raw_code === 'string') {
    const unrendered = ['database', 'schema', 'alias'].filter((key) => !sameKey(now, before, key))
    if (!sameRelation(now, before)) out.push(...unrendered.map((key) => `relation: ${changeOf(key, now, before)}`))
    if (!samePersistedDescription(now, before)) out.push('description: another text is written to the warehouse')
    if (!samePlain(record(now.contract).checksum, record(before.contract).checksum)) out.push('contract: other columns or constraints')
  }
  return [...out, ...plainKeys.filter((key) => !samePlain(now[key], before[key])).map((key) => `definition: ${key} differs`)]
}

/** Of which a difference makes a node modified; the kinds that have none of a key never differ in it. */
const plainKeys = ['fqn', 'latest_version', 'access', 'quoting', 'freshness', 'loaded_at_field', 'external', 'owner', 'url', 'arguments']

function configChanges(now: Compared, before: Compared): string[] {
  const keys = new Set([...Object.keys(record(now.unrendered_config)), ...Object.keys(record(before.unrendered_config))])
  const changed = [...keys].filter((key) => !['alias', 'schema', 'database', 'tags', 'group'].includes(key) && !sameKey(now, before, key))
  return changed.length > 0 ? changed.sort().map((key) => `config: ${changeOf(key, now, before)}`) : ['config: differs']
}

function sameKey(now: Compared, before: Compared, key: string): boolean {
  return samePlain(record(now.unrendered_config)[key], record(before.unrendered_config)[key])
}

function changeOf(key: string, now: Compared, before: Compared): string {
  const written = (of: Compared) => shown(record(of.unrendered_config)[key] ?? record(of.config)[key])
  return `${key} ${written(before)} → ${written(now)}`
}

const widest = 60

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value ?? null) ?? 'null')
  return text.length > widest ? `${text.slice(0, widest)}…` : text
}

function unmodified(id: UniqueId, request: Request, reasons: ReadonlyMap<UniqueId, readonly string[]>): string[] {
  const verdict = request.verdicts?.get(id)
  return [...beside(id, request, reasons), ...(verdict?.same ? verdict.reasons.map((reason) => `unmodified: ${reason}`) : [])]
}

/** What an unmodified resource is selected beside of. */
function beside(id: UniqueId, { graph, manifest }: Request, reasons: ReadonlyMap<UniqueId, readonly string[]>): string[] {
  const isModified = (other: UniqueId) => (reasons.get(other)?.length ?? 0) > 0
  const name = (other: UniqueId) => {
    const resource = findResource(manifest, other)
    return resource ? searchName(resource) : other
  }
  const above = [...graph.ancestors(id)].filter(isModified).sort().map(name)
  if (above.length > 0) return [`downstream of ${few(above)}`]
  const below = [...graph.descendants(id)].filter(isModified).sort().map(name)
  return below.length > 0 ? [`upstream of ${few(below)}`] : []
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
