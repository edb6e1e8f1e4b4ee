/** `manifest.json` v12: written entry by entry from the parsed manifest, read back for `--state` and `--defer`. */
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { DependsOn, Plain, UniqueId } from '../core/node.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks, type Sections } from './json.js'
import { compiledOnly, manifestKeys } from './manifest-keys.js'
import { upgradeManifest } from './manifest-upgrade.js'
import { artifactMetadata, isoMicroseconds } from './metadata.js'
import { readArtifact, readArtifactIfAny } from './read.js'

/** `manifestMaps` of the graph stage. */
export interface ManifestEdges {
  readonly parent_map: Readonly<Record<UniqueId, readonly UniqueId[]>>
  readonly child_map: Readonly<Record<UniqueId, readonly UniqueId[]>>
  readonly group_map: Readonly<Record<string, readonly UniqueId[]>>
}

type Resources = Readonly<Record<UniqueId, object>>

const readable = { name: 'manifest', oldest: 4, newest: 12 }
const split = new Set(['nodes', 'sources', 'macros', 'docs', 'exposures', 'metrics', 'unit_tests', 'parent_map', 'child_map'])

export async function writeManifest(path: string, manifest: Manifest, edges: ManifestEdges, invocation: Invocation): Promise<void> {
  await writeAtomic(path, jsonChunks(manifestSections(manifest, edges, invocation), invocation.redactor, split))
}

function manifestSections(manifest: Manifest, edges: ManifestEdges, invocation: Invocation): Sections {
  return [
    ['metadata', metadata(manifest, invocation)],
    ['nodes', written(manifest.nodes)],
    ['sources', written(manifest.sources)],
    ['macros', written(manifest.macros)],
    ['docs', written(manifest.docs)],
    ['exposures', written(manifest.exposures)],
    ['metrics', written(manifest.metrics)],
    ['groups', written(manifest.groups)],
    ['selectors', manifest.selectors],
    ['disabled', disabled(manifest)],
    ['parent_map', edges.parent_map],
    ['child_map', edges.child_map],
    ['group_map', edges.group_map],
    ['saved_queries', written(manifest.saved_queries)],
    ['semantic_models', written(manifest.semantic_models)],
    ['unit_tests', written(manifest.unit_tests)],
    ['functions', written(manifest.functions)],
  ]
}

function metadata({ metadata: known }: Manifest, invocation: Invocation): Plain {
  const common = artifactMetadata('manifest', invocation)
  return {
    ...common,
    env: { ...known.env, ...common.env },
    project_name: known.project_name,
    project_id: known.project_id,
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: known.adapter_type,
    quoting: { database: null, schema: null, identifier: null, column: null, ...known.quoting },
    run_started_at: isoMicroseconds(invocation.startedAt, '+00:00'),
  }
}

function written(resources: Resources): Resources {
  const out: Record<UniqueId, object> = {}
  for (const [id, resource] of Object.entries(resources)) out[id] = writtenResource(resource as Plain)
  return out
}

function disabled(manifest: Manifest): Plain {
  return Object.fromEntries(
    Object.entries(manifest.disabled).map(([id, list]) => [id, list.map((resource) => writtenResource(resource as unknown as Plain))]),
  )
}

/** Exactly the keys dbt writes for this kind, in its order; a value that is not known is null. */
export function writtenResource(resource: Plain): Plain {
  const keys = manifestKeys[kindOf(resource)]
  if (!keys) return resource
  const out: Record<string, unknown> = {}
  const isCompiled = resource.compiled === true
  for (const key of keys) if (isCompiled || !compiledOnly.has(key)) out[key] = resource[key] ?? null
  if (resource.resource_type === 'seed') out.depends_on = { macros: (resource.depends_on as DependsOn | undefined)?.macros ?? [] }
  return out
}

function kindOf(resource: Plain): string {
  const type = String(resource.resource_type)
  if (type !== 'test') return type
  return resource.test_metadata ? 'generic_test' : 'singular_test'
}

export async function readManifest(path: string): Promise<Manifest> {
  return upgradeManifest(await readArtifact(path, readable))
}

/** Undefined where there is none. */
export async function readManifestIfAny(path: string): Promise<Manifest | undefined> {
  const found = await readArtifactIfAny(path, readable)
  return found && upgradeManifest(found)
}
