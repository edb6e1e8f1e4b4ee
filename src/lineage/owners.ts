/** Who answers for a node: the owner of an exposure, of a node's group, and whom `meta.owner` names. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'

/** `Ticket intake <intake@example.com>`, each once; empty where nobody is named. */
export function ownersOf(id: UniqueId, manifest: Manifest): readonly string[] {
  const resource = findResource(manifest, id)
  if (!resource) return []
  const own = resource.resource_type === 'exposure' ? ownerText(resource.owner) : undefined
  const found = [own, groupOwner(resource, manifest), ...metaOwners(resource)]
  return [...new Set(found.filter((each): each is string => each !== undefined))]
}

function groupOwner(resource: Resource, manifest: Manifest): string | undefined {
  const config = resource.config as { readonly group?: unknown } | undefined
  const name = (resource as { readonly group?: unknown }).group ?? config?.group
  if (typeof name !== 'string') return undefined
  const groups = Object.values(manifest.groups ?? {}).filter((group) => group.name === name)
  const group = groups.find((each) => each.package_name === resource.package_name) ?? groups[0]
  return group && ownerText(group.owner)
}

function metaOwners(resource: Resource): readonly (string | undefined)[] {
  const config = resource.config as { readonly meta?: Readonly<Record<string, unknown>> } | undefined
  const meta = (resource as { readonly meta?: Readonly<Record<string, unknown>> }).meta ?? config?.meta
  const owner = meta?.owner
  return (Array.isArray(owner) ? owner : [owner]).map(ownerText)
}

function ownerText(owner: unknown): string | undefined {
  if (typeof owner === 'string') return owner === '' ? undefined : owner
  if (owner === null || typeof owner !== 'object') return undefined
  const { name, email } = owner as { readonly name?: unknown; readonly email?: unknown }
  const address = [email].flat().find((each) => typeof each === 'string' && each !== '')
  if (typeof name !== 'string' || name === '') return address === undefined ? undefined : String(address)
  return address === undefined ? name : `${name} <${address}>`
}
