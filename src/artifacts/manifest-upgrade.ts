/** Manifests of earlier dbt versions in today's shape, as far as `--state` and `--defer` look at them. */
import type { Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import type { Versioned } from './read.js'

const sections = [
  'nodes',
  'sources',
  'macros',
  'docs',
  'exposures',
  'metrics',
  'groups',
  'selectors',
  'disabled',
  'saved_queries',
  'semantic_models',
  'unit_tests',
  'functions',
] as const

/** Before v10 metrics had another shape altogether, and are left out. */
const firstWithMetrics = 10

export function upgradeManifest({ version, data }: Versioned): Manifest {
  const filled = Object.fromEntries(sections.map((section) => [section, data[section] ?? {}])) as Record<string, Record<string, Plain>>
  if (version < firstWithMetrics) filled.metrics = {}
  filled.nodes = upgraded(filled.nodes ?? {})
  filled.exposures = upgraded(filled.exposures ?? {})
  return { ...filled, metadata: data.metadata, locations: new Map() } as unknown as Manifest
}

function upgraded(resources: Record<string, Plain>): Record<string, Plain> {
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, upgradeResource(resource)]))
}

/** v7 and before say `raw_sql`; refs were lists of names until v8. */
function upgradeResource(resource: Plain): Plain {
  const { raw_sql, compiled_sql, ...rest } = resource
  const out: Record<string, unknown> = { ...rest }
  if (raw_sql !== undefined) out.raw_code = raw_sql
  if (compiled_sql !== undefined) out.compiled_code = compiled_sql
  if (Array.isArray(resource.refs)) out.refs = resource.refs.map(upgradeRef)
  return out
}

function upgradeRef(ref: unknown): unknown {
  if (!Array.isArray(ref)) return ref
  return ref.length === 1 ? { name: ref[0], package: null, version: null } : { name: ref[1], package: ref[0], version: null }
}
