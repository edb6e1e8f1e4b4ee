/** Which macros a node's template reaches, and what they ask. */
import type { Manifest } from '../core/manifest.js'
import type { MacroNode, ManifestNode, UniqueId } from '../core/node.js'

/** Packages of the tool: an earlier manifest may be another tool's, with other texts under the same names. */
export const builtinMacro = /^macro\.dbt(?:_(?:duckdb|postgres|snowflake))?\./

/** Of the project and its packages, each once. */
export function reachedMacros(node: ManifestNode, { macros }: Pick<Manifest, 'macros'>): readonly MacroNode[] {
  const seen = new Set<UniqueId>()
  const open = [...node.depends_on.macros]
  const found: MacroNode[] = []
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const macro = macros[id]
    if (!macro || seen.has(id)) continue
    seen.add(id)
    if (!builtinMacro.test(id)) found.push(macro)
    open.push(...macro.depends_on.macros)
  }
  return found
}

/** An incremental model whose template asks `is_incremental()`, itself or by a macro: it has two queries. */
export function hasTwoQueries(node: ManifestNode, manifest: Pick<Manifest, 'macros'>): boolean {
  if (node.config.materialized !== 'incremental') return false
  const callers = [node, ...reachedMacros(node, manifest)]
  return callers.some(({ depends_on }) => depends_on.macros.some((id) => id.endsWith('.is_incremental')))
}
