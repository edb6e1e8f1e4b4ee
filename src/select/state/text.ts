/** Nodes that count as modified for their text, or for that of a macro they use: the ones whose meaning is worth a look. */
import type { Manifest } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import { record, sameBody } from './contents.js'
import { modifiedMacros, reachesModified } from './macros.js'
import type { PreviousManifest } from './previous.js'

const withSql: ReadonlySet<string> = new Set(['model', 'snapshot', 'test', 'analysis'])

export function textChanges(manifest: Manifest, previous: PreviousManifest): UniqueId[] {
  const macros = modifiedMacros(manifest, previous)
  return Object.values(manifest.nodes).flatMap((node) => {
    const before = previous.nodes[node.unique_id]
    if (!before || !withSql.has(node.resource_type)) return []
    const changed =
      !sameBody(record(node), record(before)) || (macros.size > 0 && reachesModified(node.depends_on.macros, macros, manifest))
    return changed ? [node.unique_id] : []
  })
}
