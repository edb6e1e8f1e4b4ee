/** The group of a node as dbt's events tell it: for alerts to those who own it. */
import type { GroupInfo } from '../core/event.js'
import type { Manifest } from '../core/manifest.js'
import type { Resource } from '../core/node.js'

/** Undefined for a node without a group. */
function groupInfo(node: Resource, manifest: Manifest): GroupInfo | undefined {
  const name = (node as { readonly group?: string | null }).group
  const group = name ? Object.values(manifest.groups).find((each) => each.name === name) : undefined
  if (!group) return undefined
  const owner = Object.entries(group.owner as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return {
    name: group.name,
    package_name: group.package_name,
    owner: Object.fromEntries(owner.map(([key, value]) => [key, String(value)])),
  }
}

/** What result events say of a node beside its `node_info`. */
export function besideInfo(node: Resource, manifest: Manifest): { readonly group?: GroupInfo; readonly attached_node?: string } {
  const group = groupInfo(node, manifest)
  const attached = (node as { readonly attached_node?: string | null }).attached_node
  return { ...(group ? { group } : {}), ...(attached ? { attached_node: attached } : {}) }
}
