/** An earlier version of a project, from its manifest: what is needed to understand it once more, and which macros differ. */
import type { Manifest } from '../core/manifest.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import { builtinMacro, hasTwoQueries, reachedMacros } from './macros.js'
import { sameTemplate } from './template.js'

/**
 * The earlier manifest with the built-in macros of now: its own templates and macros render as they did then, and its
 * relations keep the names of the place they were built in, which a catalog takes for the same nodes.
 */
export function earlierManifest(previous: Manifest, current: Manifest): Manifest {
  const own = Object.entries(previous.macros).filter(([id]) => !builtinMacro.test(id))
  const ours = Object.entries(current.macros).filter(([id]) => builtinMacro.test(id))
  return { ...previous, nodes: seedsHere(previous, current), macros: Object.fromEntries([...own, ...ours]), locations: new Map() }
}

/** The manifest may come from another machine: the columns of a seed are read from its file as it is here. */
function seedsHere(previous: Manifest, current: Manifest): Manifest['nodes'] {
  const entries = Object.entries(previous.nodes).map(([id, node]) => {
    if (node.resource_type !== 'seed') return [id, node] as const
    const here = current.nodes[id]
    return [id, { ...node, root_path: here?.resource_type === 'seed' ? here.root_path : null }] as const
  })
  return Object.fromEntries(entries)
}

/** Those of the macros the node reaches that do something else now, for all that their text tells. */
export function changedMacros(node: ManifestNode, before: ManifestNode, current: Manifest, previous: Manifest): readonly UniqueId[] {
  const reached = [...reachedMacros(node, current), ...reachedMacros(before, previous)].map(({ unique_id }) => unique_id)
  return [...new Set(reached)].sort().filter((id) => {
    const [now, then] = [current.macros[id], previous.macros[id]]
    return !now || !then || !sameTemplate(now.macro_sql, then.macro_sql)
  })
}

/** What a template may ask that is answered otherwise when it runs. */
const asksAtRun =
  /\b(get_relation|load_relation|load_cached_relation|list_relations\w*|list_schemas|check_schema_exists|already_exists|get_missing_columns|invocation_id|run_started_at|should_full_refresh|should_store_failures|selected_resources|invocation_args_dict|statement|load_result|flags\s*\.|modules\s*\.\s*datetime)\b/
const blocks = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g

/** Its SQL without a warehouse may not be the SQL that runs. */
export function dependsOnRun(node: ManifestNode, manifest: Manifest): boolean {
  const own = (node.raw_code.match(blocks) ?? []).join('\n')
  const macros = reachedMacros(node, manifest).map((macro) => macro.macro_sql)
  // An incremental model is understood both ways; in others the answer is always no.
  const asks = node.config.materialized === 'incremental' && [own, ...macros].some((text) => /\bis_incremental\b/.test(text))
  const asksElsewhere = asks && !hasTwoQueries(node, manifest)
  return asksElsewhere || [own, ...macros].some((text) => asksAtRun.test(text))
}
