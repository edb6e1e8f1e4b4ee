/**
 * Nodes that read a relation nobody has built: an unselected, undeferred parent that is missing in the warehouse. Known from
 * the relation cache, so it is told before any of the run's SQL is sent.
 */
import type { Runtime } from '../context/index.js'
import type { SluiceError, SourceLocation } from '../core/error.js'
import { findResource } from '../core/manifest.js'
import type { ManifestNode, Resource, UniqueId } from '../core/node.js'
import { parentNotBuilt } from './errors.js'
import { leavesRelation } from './node-kinds.js'

/** Node → what keeps it from running. */
export function unbuiltParents(runtime: Runtime, selected: ReadonlySet<UniqueId>): ReadonlyMap<UniqueId, SluiceError> {
  const found = new Map<UniqueId, SluiceError>()
  for (const id of [...selected].sort()) {
    const child = findResource(runtime.manifest, id)
    if (!child || !reads(child)) continue
    const parent = sqlParents(runtime, child).find(
      (candidate) => isMissing(runtime, candidate, selected) && !onlyInComments(child, candidate),
    )
    if (!parent) continue
    const relation = runtime.relationOf(parent).render()
    found.set(id, parentNotBuilt({ child, parent, relation, location: referencePlace(runtime, child, parent) }))
  }
  return found
}

const builtinTests = ['unique', 'not_null', 'accepted_values', 'relationships']

/** Unit tests replace their inputs; seeds and exposures read nothing. A package's test may look at the project only. */
export function reads(child: Resource): boolean {
  const { test_metadata: test } = child as { readonly test_metadata?: { readonly name: string; readonly namespace: string | null } }
  if (test) return test.namespace === null && builtinTests.includes(test.name)
  return ['model', 'snapshot', 'test'].includes(child.resource_type)
}

/** Parents whose relations the query names, through ephemeral models. */
function sqlParents(runtime: Runtime, child: Resource, seen = new Set<UniqueId>()): ManifestNode[] {
  const ids = 'depends_on' in child ? child.depends_on.nodes : []
  return ids.flatMap((id) => {
    const parent = runtime.manifest.nodes[id]
    if (!parent || seen.has(id)) return []
    seen.add(id)
    return parent.resource_type === 'model' && parent.config.materialized === 'ephemeral' ? sqlParents(runtime, parent, seen) : [parent]
  })
}

function isMissing(runtime: Runtime, parent: ManifestNode, selected: ReadonlySet<UniqueId>): boolean {
  if (selected.has(parent.unique_id) || runtime.deferred.has(parent.unique_id) || !leavesRelation(parent)) return false
  const { database, schema, identifier } = runtime.relationOf(parent)
  // A schema that was not read (--no-populate-cache, --cache-selected-only) proves nothing.
  return identifier !== null && runtime.cache.has({ database, schema }) && !runtime.cache.get({ database, schema, identifier })
}

/** Where the child's own text refers to the parent; the child's definition where it does so in another file. */
function referencePlace(runtime: Runtime, child: Resource, parent: ManifestNode): SourceLocation | undefined {
  const known = runtime.manifest.locations.get(child.unique_id)
  const code = codeOf(child)
  const match = refTo(parent).exec(code)
  if (!match || child.resource_type === 'test') return known
  const name = match.index + match[0].length - parent.name.length - 1
  const before = code.slice(0, name).split('\n')
  const first = known?.file === child.original_file_path ? known.line : 1
  return { file: child.original_file_path, line: first - 1 + before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** `-- depends_on: {{ ref('x') }}` only orders the run; nothing is read. */
function onlyInComments(child: Resource, parent: ManifestNode): boolean {
  const code = codeOf(child)
  const ref = refTo(parent)
  return ref.test(code) && !ref.test(code.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ''))
}

function codeOf(child: Resource): string {
  return (child as { readonly raw_code?: string }).raw_code ?? ''
}

function refTo(parent: ManifestNode): RegExp {
  return new RegExp(`\\bref\\s*\\([^)]*?['"]${parent.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]`)
}
