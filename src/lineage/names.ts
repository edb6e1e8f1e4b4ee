/** Nodes and columns by the names people type, and the names by which they are shown. */
import { allResources, type Manifest } from '../core/manifest.js'
import { nearest } from '../core/nearest.js'
import type { Resource, UniqueId } from '../core/node.js'
import { columnNotFound, nameAmbiguous, nodeNotFound } from './errors.js'
import type { Point } from './graph.js'
import type { NodeSql, ProjectSql } from './model.js'

/** A point, or with `*` each column of a node. */
export interface Asked {
  readonly node: UniqueId
  readonly column: string | null
  readonly all: boolean
}

const hidden: ReadonlySet<string> = new Set(['test', 'unit_test', 'operation', 'sql_operation'])

/**
 * `orders`, `orders.total`, `orders.v2.total`, `shop.orders.total`, `raw.feed.id`, `orders."Odd.Name"`, `orders.*`, an id of
 * the manifest with or without a column. Throws LINEAGE_NODE_NOT_FOUND, LINEAGE_COLUMN_NOT_FOUND, LINEAGE_NAME_AMBIGUOUS.
 */
export function askedPoint(text: string, sql: ProjectSql, manifest: Manifest): Asked {
  const parts = partsOf(text)
  const addresses = addressesOf(manifest)
  const nodes = found(parts.join('.'), addresses, manifest)
  const last = parts.at(-1) ?? ''
  const owners = parts.length > 1 ? found(parts.slice(0, -1).join('.'), addresses, manifest) : []
  if (owners.length > 0 && last === '*') return { node: only(owners, text), column: null, all: true }
  const columns = owners.flatMap((id) => columnOf(sql, last, id))
  const node = nodes.length + columns.length > 0 ? only([...nodes, ...columns.map((column) => column.node)], text) : undefined
  if (node !== undefined) return { node, column: nodes.length > 0 ? null : (columns[0]?.column ?? null), all: false }
  const [owner] = owners
  if (owner !== undefined) throw unknownColumn(text, last, sql.nodes.get(owner))
  throw unknownNode(text, parts, addresses)
}

/** Dots separate, but for those between quotes. */
function partsOf(text: string): readonly string[] {
  const parts = text.match(/"[^"]*"|`[^`]*`|[^."`]+/g) ?? []
  return parts.map((part) => part.replace(/^["`](.*)["`]$/s, '$1'))
}

/** Every name of every resource, in lower case, to those it may mean. */
function addressesOf(manifest: Manifest): ReadonlyMap<string, readonly UniqueId[]> {
  const addresses = new Map<string, UniqueId[]>()
  const add = (address: string, id: UniqueId) => {
    const key = address.toLowerCase()
    const known = addresses.get(key)
    if (known) known.push(id)
    else addresses.set(key, [id])
  }
  for (const resource of allResources(manifest)) {
    add(resource.unique_id, resource.unique_id)
    for (const name of namesOf(resource)) {
      add(name, resource.unique_id)
      add(`${resource.package_name}.${name}`, resource.unique_id)
    }
  }
  return addresses
}

function namesOf(resource: Resource): readonly string[] {
  if (resource.resource_type === 'source') return [`${resource.source_name}.${resource.name}`]
  const version = versionOf(resource)
  if (version === undefined) return [resource.name]
  const full = `${resource.name}.v${version}`
  return isLatest(resource) ? [full, resource.name] : [full]
}

function versionOf(resource: Resource): string | number | undefined {
  return resource.resource_type === 'model' ? (resource.version ?? undefined) : undefined
}

function isLatest(resource: Resource): boolean {
  return resource.resource_type === 'model' && String(resource.version) === String(resource.latest_version)
}

/** Of several, those of the project itself; tests only where nothing else has the name. */
function found(address: string, addresses: ReadonlyMap<string, readonly UniqueId[]>, manifest: Manifest): readonly UniqueId[] {
  const all = addresses.get(address.toLowerCase()) ?? []
  const shown = all.filter((id) => !hidden.has(id.slice(0, id.indexOf('.'))))
  const candidates = shown.length > 0 ? shown : all
  const own = candidates.filter((id) => id.split('.')[1] === manifest.metadata.project_name)
  return own.length > 0 ? own : candidates
}

function columnOf(sql: ProjectSql, name: string, id: UniqueId): readonly Point[] {
  const node = sql.nodes.get(id)
  const names = node?.columns.map((column) => column.name) ?? []
  const exact = names.find((each) => each === name) ?? names.find((each) => each.toLowerCase() === name.toLowerCase())
  if (exact !== undefined) return [{ node: id, column: exact }]
  // A column that nobody has declared may exist all the same, and be read.
  const read = node && !node.complete ? readAs(name, id, sql) : undefined
  return read === undefined ? [] : [{ node: id, column: read }]
}

/** As those who read it name it. */
function readAs(name: string, id: UniqueId, sql: ProjectSql): string | undefined {
  const wanted = name.toLowerCase()
  for (const node of sql.nodes.values()) {
    if (!node.reads.includes(id)) continue
    const edges = [...node.columns.flatMap((column) => column.upstream), ...node.rows]
    const found = edges.find((edge) => edge.node === id && edge.column.toLowerCase() === wanted)
    if (found) return found.column
  }
  return undefined
}

function only(ids: readonly UniqueId[], text: string): UniqueId {
  const different = [...new Set(ids)]
  if (different.length > 1) throw nameAmbiguous(text, different)
  return different[0] ?? ''
}

function unknownColumn(text: string, column: string, node: NodeSql | undefined) {
  const names = node?.columns.map(({ name }) => name) ?? []
  const close = nearest(column, names)
  const owner = text.slice(0, Math.max(0, text.lastIndexOf('.')))
  return columnNotFound({
    owner,
    column,
    names,
    meant: close === undefined ? undefined : `${owner}.${close}`,
    reason: node?.reason ?? null,
  })
}

function unknownNode(text: string, parts: readonly string[], addresses: ReadonlyMap<string, readonly UniqueId[]>) {
  const known = [...addresses].filter(([, ids]) => ids.some((id) => !hidden.has(id.slice(0, id.indexOf('.'))))).map(([address]) => address)
  const whole = nearest(parts.join('.'), known)
  if (whole !== undefined || parts.length < 2) return nodeNotFound(text, whole)
  const owner = nearest(parts.slice(0, -1).join('.'), known)
  return nodeNotFound(text, owner === undefined ? undefined : `${owner}.${parts.at(-1)}`)
}

/** The shortest name that is no other's: `orders`, `orders.v2`, `raw.feed`, with the package where two share a name. */
export function nodeNames(manifest: Manifest): (id: UniqueId) => string {
  const byId = new Map<UniqueId, string>()
  const uses = new Map<string, number>()
  const packages = new Map<UniqueId, string>()
  for (const resource of allResources(manifest)) {
    const name = namesOf(resource)[0] ?? resource.name
    byId.set(resource.unique_id, name)
    packages.set(resource.unique_id, resource.package_name)
    if (!hidden.has(resource.resource_type)) uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  return (id) => {
    const name = byId.get(id) ?? id
    return (uses.get(name) ?? 0) > 1 ? `${packages.get(id)}.${name}` : name
  }
}
