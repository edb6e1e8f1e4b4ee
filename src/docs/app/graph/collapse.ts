/** Many nodes as one: by folder, owner's group, package or type. */
import type { NodeStatus, SiteNode } from '../../model/index.js'
import { worstStatus } from '../parts/status.js'

export const collapses = ['folder', 'group', 'package', 'type'] as const
export type Collapse = (typeof collapses)[number]

/** More groups than this are joined by the first parts of their path. */
const mostGroups = 80

/** Of each place the key of its group, or null where it stands for itself. */
export function groupKeys(
  nodes: readonly SiteNode[],
  places: readonly number[],
  by: Collapse,
  open: ReadonlySet<string>,
): (string | null)[] {
  const raw = places.map((place) => pathOf(nodes[place] as SiteNode, by))
  const levels = levelsOf(raw)
  const keys = raw.map((path) => path.split('/').slice(0, levels).join('/'))
  const sizes = new Map<string, number>()
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  // One alone says more under its own name.
  return keys.map((key) => (open.has(key) || sizes.get(key) === 1 ? null : key))
}

function pathOf(node: SiteNode, by: Collapse): string {
  if (by === 'folder') return node.folder || node.type.replaceAll('_', ' ')
  if (by === 'group') return (node.owner || node.group || 'no owner').replaceAll('/', '∕')
  return by === 'package' ? node.package : node.type.replaceAll('_', ' ')
}

/** How many parts of the paths are told apart. */
function levelsOf(paths: readonly string[]): number {
  const deepest = paths.reduce((most, path) => Math.max(most, path.split('/').length), 1)
  for (let levels = deepest; levels > 1; levels--)
    if (new Set(paths.map((path) => path.split('/').slice(0, levels).join('/'))).size <= mostGroups) return levels
  return 1
}

const order: readonly NodeStatus[] = ['fail', 'skipped', 'warn', 'ok', 'none']

export function worstOf(nodes: readonly SiteNode[], places: readonly number[]): NodeStatus {
  let worst = order.length - 1
  for (const place of places) worst = Math.min(worst, order.indexOf(worstStatus(nodes[place] as SiteNode)))
  return order[worst] as NodeStatus
}
