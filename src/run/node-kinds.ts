/** Questions about a node that decide how it takes part in a run. */
import type { Flags } from '../core/invocation.js'
import type { ManifestNode, Plain } from '../core/node.js'

/** Builds a relation of its own in a schema that must exist. Tests do so only where they store failures. */
export function needsOwnSchema(node: ManifestNode, flags: Flags): boolean {
  switch (node.resource_type) {
    case 'model':
      return node.config.materialized !== 'ephemeral'
    case 'seed':
    case 'snapshot':
    case 'function':
      return true
    case 'test':
      return storesFailures(node.config, flags)
    default:
      return false
  }
}

/** The config decides, the flag fills in: as dbt's macro of the same meaning. */
export function storesFailures(config: Plain, flags: Flags): boolean {
  const stored = config.store_failures_as
  if (stored !== null && stored !== undefined) return stored !== 'ephemeral'
  return (config.store_failures ?? flags.storeFailures) === true
}

/** Leaves a relation behind that children read, when one of the built-in materializations makes it. */
export function leavesRelation(node: ManifestNode): boolean {
  if (node.resource_type === 'seed' || node.resource_type === 'snapshot') return true
  return node.resource_type === 'model' && relationMakers.has(node.config.materialized)
}

const relationMakers: ReadonlySet<string> = new Set([
  'table',
  'view',
  'incremental',
  'materialized_view',
  'external',
  'hypertable',
  'continuous_aggregate',
])
