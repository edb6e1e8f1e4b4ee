/** Which macros changed since the earlier manifest, and which resources use one, however indirectly. */
import type { Manifest } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import type { PreviousManifest } from './previous.js'

/**
 * Ids whose text changed, came or went. The tool's own packages stay out of it: an earlier manifest may be dbt's, whose
 * built-in macros have other texts, and that alone must not mark a whole project as modified.
 */
export function modifiedMacros(manifest: Manifest, previous: PreviousManifest): ReadonlySet<UniqueId> {
  const builtin = (id: UniqueId) => /^macro\.(dbt|dbt_duckdb|dbt_postgres|dbt_snowflake)\./.test(id)
  const ids = new Set([...Object.keys(manifest.macros), ...Object.keys(previous.macros)])
  return new Set([...ids].filter((id) => !builtin(id) && manifest.macros[id]?.macro_sql !== previous.macros[id]?.macro_sql))
}

/** True where one of `macros`, or a macro it calls, is in `modified`. */
export function reachesModified(macros: readonly UniqueId[], modified: ReadonlySet<UniqueId>, manifest: Manifest): boolean {
  const seen = new Set<UniqueId>()
  const open = [...macros]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    if (modified.has(id)) return true
    open.push(...(manifest.macros[id]?.depends_on.macros ?? []))
  }
  return false
}
