/** `semantic_manifest.json`: semantic models, metrics and saved queries for tools that query metrics, with the keys of theirs. */
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { ModelNode, Plain } from '../core/node.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'

/** Keys of one kind in order; a mapping holds the shape of what lies below a key. */
interface Shape {
  readonly keys: readonly string[]
  readonly below?: Readonly<Record<string, Shape>>
}

const words = (text: string): readonly string[] => text.split(' ')
const config: Shape = { keys: ['meta'] }
const part = (keys: string): Shape => ({ keys: words(keys), below: { config } })

const semanticModel: Shape = {
  keys: words('name defaults description node_relation primary_entity entities measures dimensions label metadata config'),
  below: {
    entities: part('name description type role expr metadata label config'),
    measures: part('name agg description create_metric expr agg_params metadata non_additive_dimension agg_time_dimension label config'),
    dimensions: part('name description type is_partition type_params expr metadata label config'),
    config,
  },
}
const metric: Shape = {
  keys: words('name description type type_params filter metadata label config time_granularity'),
  below: {
    type_params: {
      keys: words(
        'measure numerator denominator expr window grain_to_date metrics conversion_type_params cumulative_type_params input_measures',
      ),
      below: { cumulative_type_params: { keys: words('window grain_to_date period_agg') } },
    },
    config,
  },
}
const savedQuery: Shape = {
  keys: words('name query_params description metadata label exports tags'),
  below: { exports: { keys: words('name config'), below: { config: { keys: words('export_as schema_name alias') } } } },
}

export function semanticManifest(manifest: Manifest): Plain {
  return {
    semantic_models: Object.values(manifest.semantic_models).map((model) => shaped(model, semanticModel)),
    metrics: Object.values(manifest.metrics).map((one) => shaped(one, metric)),
    project_configuration: {
      time_spine_table_configurations: legacySpines(manifest),
      metadata: null,
      dsi_package_version: { major_version: '0', minor_version: '9', patch_version: '0' },
      time_spines: Object.values(manifest.nodes).flatMap((node) =>
        node.resource_type === 'model' && node.time_spine ? [timeSpine(node, node.time_spine)] : [],
      ),
    },
    saved_queries: Object.values(manifest.saved_queries).map((query) => shaped(query, savedQuery)),
  }
}

export async function writeSemanticManifest(path: string, manifest: Manifest, invocation: Invocation): Promise<void> {
  await writeAtomic(path, jsonChunks(Object.entries(semanticManifest(manifest)), invocation.redactor))
}

function shaped(value: Plain, { keys, below }: Shape): Plain {
  return Object.fromEntries(keys.map((key) => [key, shapedBelow(value[key] ?? null, below?.[key])]))
}

function shapedBelow(value: unknown, shape: Shape | undefined): unknown {
  if (shape === undefined || value === null) return value
  return Array.isArray(value) ? value.map((item: Plain) => shaped(item, shape)) : shaped(value as Plain, shape)
}

function timeSpine(model: ModelNode, spine: Plain): Plain {
  const name = String(spine.standard_granularity_column)
  return {
    node_relation: { alias: model.alias, schema_name: model.schema, database: model.database, relation_name: model.relation_name },
    primary_column: { name, time_granularity: model.columns[name]?.granularity ?? null },
    custom_granularities: spine.custom_granularities ?? [],
  }
}

/** The model of this name was the time spine before one could be told in YAML. */
function legacySpines(manifest: Manifest): readonly Plain[] {
  if (Object.keys(manifest.semantic_models).length === 0) return []
  const model = Object.values(manifest.nodes).find((node) => node.resource_type === 'model' && node.name === 'metricflow_time_spine')
  if (model === undefined || (model as ModelNode).time_spine) return []
  return [{ location: model.relation_name, column_name: 'date_day', grain: 'day' }]
}
