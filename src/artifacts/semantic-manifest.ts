/** `semantic_manifest.json`: semantic models, metrics and saved queries for tools that query metrics. */
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { ModelNode, Plain } from '../core/node.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'

const semanticModelKeys = [
  'name',
  'defaults',
  'description',
  'node_relation',
  'primary_entity',
  'entities',
  'measures',
  'dimensions',
  'label',
  'metadata',
  'config',
]
const metricKeys = ['name', 'description', 'type', 'type_params', 'filter', 'metadata', 'label', 'config', 'time_granularity']
const savedQueryKeys = ['name', 'description', 'query_params', 'label', 'metadata', 'exports', 'tags']

export function semanticManifest(manifest: Manifest): Plain {
  return {
    semantic_models: Object.values(manifest.semantic_models).map((model) => picked(model, semanticModelKeys)),
    metrics: Object.values(manifest.metrics).map((metric) => picked(metric, metricKeys)),
    project_configuration: {
      time_spine_table_configurations: [],
      metadata: null,
      dsi_package_version: { major_version: '0', minor_version: '9', patch_version: '0' },
      time_spines: Object.values(manifest.nodes).flatMap((node) =>
        node.resource_type === 'model' && node.time_spine ? [timeSpine(node, node.time_spine)] : [],
      ),
    },
    saved_queries: Object.values(manifest.saved_queries).map((query) => picked(query, savedQueryKeys)),
  }
}

export async function writeSemanticManifest(path: string, manifest: Manifest, invocation: Invocation): Promise<void> {
  await writeAtomic(path, jsonChunks(Object.entries(semanticManifest(manifest)), invocation.redactor))
}

function picked(resource: Plain, keys: readonly string[]): Plain {
  return Object.fromEntries(keys.map((key) => [key, resource[key] ?? null]))
}

function timeSpine(model: ModelNode, spine: Plain): Plain {
  const name = String(spine.standard_granularity_column)
  return {
    node_relation: { alias: model.alias, schema_name: model.schema, database: model.database, relation_name: model.relation_name },
    primary_column: { name, time_granularity: model.columns[name]?.granularity ?? null },
    custom_granularities: spine.custom_granularities ?? [],
  }
}
