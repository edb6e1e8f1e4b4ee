/**
 * `graph`: the resources as they were when the project was parsed, in dbt's order of keys. A copy, since packages keep notes of
 * their own in it, and without what compiling adds: dbt takes its copy before.
 */
import type { Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'

const afterParsing = new Set(['compiled', 'compiled_code', 'extra_ctes', 'extra_ctes_injected'])

/** Keys that dbt's seeds, which compile to nothing, have not. */
const notOfSeeds = new Set([...afterParsing, 'compiled_path', 'contract', 'functions', 'language', 'metrics', 'refs', 'sources'])

/** Keys in memory that artifacts leave out; None where parsing has no value. */
const addedBy: Readonly<Record<string, Plain>> = {
  model: { batch: null, defer_relation: null },
  seed: { defer_relation: null },
  snapshot: { defer_relation: null },
  source: { _event_status: {} },
}

export function graphDict(manifest: Manifest): Record<string, unknown> {
  return {
    exposures: copies(manifest.exposures),
    functions: copies(manifest.functions ?? {}),
    groups: copies(manifest.groups),
    metrics: copies(manifest.metrics),
    nodes: copies(manifest.nodes),
    sources: copies(manifest.sources),
    semantic_models: copies(manifest.semantic_models),
    saved_queries: copies(manifest.saved_queries),
  }
}

function copies(resources: Readonly<Record<string, unknown>>): Record<string, Plain> {
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, asParsed(resource as Plain)]))
}

function asParsed(resource: Plain): Plain {
  const kept: Record<string, unknown> = keysInMemory(resource, afterParsing)
  if (kept['compiled_path'] !== undefined) kept['compiled_path'] = null
  return kept
}

/** The keys that dbt's nodes have in memory, which are not quite those of its manifest. */
export function keysInMemory(resource: Plain, left: ReadonlySet<string> = new Set()): Plain {
  const type = String(resource['resource_type'])
  const without = type === 'seed' ? notOfSeeds : left
  const kept = Object.entries(resource).filter(([key]) => !without.has(key))
  return Object.assign(Object.fromEntries(kept), addedBy[type])
}
