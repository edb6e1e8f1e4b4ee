/**
 * Metrics, semantic models and saved queries. The tool does not query them: they keep dbt's shape and their place in the
 * graph, so that selections, docs and orchestrators see them.
 */
import type { Plain, RefArgs, SemanticNode } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { asRef, readCall } from './call-text.js'
import { folderFqn } from './code-files.js'
import { text } from './columns.js'
import { toList } from './config.js'
import type { ConfigKind } from './config-types.js'
import { propertyInvalid } from './errors.js'
import { type Entry, listOf } from './properties.js'
import type { Session } from './session.js'

type SemanticKind = 'metric' | 'semantic_model' | 'saved_query'

function common<T extends SemanticKind>(session: Session, entry: Entry, kind: T): SemanticNode<T> & Record<string, unknown> {
  const { data, file, packageName } = entry
  const fqn = [...folderFqn(file), entry.name]
  const patch = isMapping(data.config) ? data.config : undefined
  const configured = session.configurator.configure({ kind: kind as ConfigKind, packageName, fqn, call: {}, patch })
  const id = `${kind}.${packageName}.${entry.name}`
  session.locations.set(id, entry.at())
  return {
    name: entry.name,
    resource_type: kind,
    package_name: packageName,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: id,
    fqn,
    config: configured.config,
    unrendered_config: configured.unrendered,
    group: configured.config.group ?? null,
    metadata: null,
    depends_on: { macros: [], nodes: [] },
    created_at: session.createdAt,
    refs: [] as RefArgs[],
  }
}

export function buildSemanticModel(session: Session, entry: Entry): SemanticNode<'semantic_model'> {
  const { data } = entry
  const call = readCall(text(data.model) ?? '')
  const ref = call && asRef(call)
  if (!ref) throw propertyInvalid(`semantic model "${entry.name}" names no model`, entry.at(['model']), "`model: ref('my_model')`")
  const base = common(session, entry, 'semantic_model')
  const ownMeta = mapping(base.config.meta)
  const element = (item: Plain, fields: Plain): Plain => ({
    name: item.name,
    ...fields,
    description: text(item.description),
    label: text(item.label),
    config: { meta: { ...ownMeta, ...mapping(mapping(item.config).meta) } },
  })
  return {
    ...base,
    model: text(data.model),
    node_relation: null,
    description: text(data.description),
    label: text(data.label),
    defaults: isMapping(data.defaults) ? { agg_time_dimension: data.defaults.agg_time_dimension ?? null } : null,
    entities: items(data.entities).map((item) => element(item, { type: item.type, role: item.role ?? null, expr: text(item.expr) })),
    measures: items(data.measures).map((item) => element(item, measureFields(item))),
    dimensions: items(data.dimensions).map((item) => element(item, dimensionFields(item))),
    primary_entity: text(data.primary_entity),
    refs: [ref],
  } as SemanticNode<'semantic_model'>
}

function measureFields(item: Plain): Plain {
  return {
    agg: item.agg,
    create_metric: false,
    expr: text(item.expr),
    agg_params: withDefaults(item.agg_params, { percentile: null, use_discrete_percentile: false, use_approximate_percentile: false }),
    non_additive_dimension: withDefaults(item.non_additive_dimension, { name: null, window_choice: null, window_groupings: [] }),
    agg_time_dimension: text(item.agg_time_dimension),
  }
}

function dimensionFields(item: Plain): Plain {
  return {
    type: item.type,
    is_partition: item.is_partition === true,
    type_params: dimensionParams(item.type_params),
    expr: text(item.expr),
    metadata: null,
  }
}

function dimensionParams(value: unknown): Plain | null {
  if (!isMapping(value)) return null
  return {
    time_granularity: value.time_granularity ?? null,
    validity_params: withDefaults(value.validity_params, { is_start: false, is_end: false }),
  }
}

function withDefaults(value: unknown, defaults: Plain): Plain | null {
  return isMapping(value) ? { ...defaults, ...value } : null
}

/** A measure with `create_metric: true` is a simple metric as well. */
export function metricsOfMeasures(session: Session, entry: Entry, model: SemanticNode<'semantic_model'>): SemanticNode<'metric'>[] {
  return items(entry.data.measures)
    .filter((measure) => measure.create_metric === true)
    .map((measure) => {
      const name = String(measure.name)
      const data = {
        name,
        label: measure.label ?? name,
        type: 'simple',
        type_params: { measure: name, expr: measure.expr ?? name },
        description: text(measure.description) ?? `Metric created from measure ${name}`,
        config: { enabled: model.config.enabled !== false, meta: mapping(model.config.meta) },
      }
      return buildMetric(session, { ...entry, section: 'metrics', name, data, raw: data })
    })
}

const metricTypes = ['simple', 'ratio', 'cumulative', 'derived', 'conversion']

export function buildMetric(session: Session, entry: Entry): SemanticNode<'metric'> {
  const { data } = entry
  const type = text(data.type)?.toLowerCase() ?? ''
  if (!metricTypes.includes(type))
    throw propertyInvalid(`metric "${entry.name}" has no valid type`, entry.at(['type']), `one of ${metricTypes.join(', ')}`)
  const base = common(session, entry, 'metric')
  const configMeta = mapping(base.config.meta)
  return {
    ...base,
    description: text(data.description) ?? '',
    label: text(data.label) ?? entry.name,
    type,
    type_params: typeParams(mapping(data.type_params), type),
    filter: whereFilter(data.filter),
    time_granularity: text(data.time_granularity),
    meta: Object.keys(configMeta).length > 0 ? configMeta : mapping(data.meta),
    tags: toList(data.tags).map(String),
    sources: [],
    metrics: [],
  } as SemanticNode<'metric'>
}

function typeParams(params: Plain, type: string): Plain {
  return {
    measure: inputMeasure(params.measure),
    input_measures: [],
    numerator: inputMetric(params.numerator),
    denominator: inputMetric(params.denominator),
    expr: text(params.expr),
    window: timeWindow(params.window),
    grain_to_date: text(params.grain_to_date),
    metrics: listOf(params.metrics).map(inputMetric),
    conversion_type_params: conversion(params.conversion_type_params),
    cumulative_type_params: type === 'cumulative' ? cumulative(params) : null,
    metric_aggregation_params: null,
  }
}

function inputMeasure(value: unknown): Plain | null {
  if (value === null || value === undefined) return null
  const given = isMapping(value) ? value : { name: String(value) }
  return {
    name: given.name,
    filter: whereFilter(given.filter),
    alias: text(given.alias),
    join_to_timespine: given.join_to_timespine === true,
    fill_nulls_with: given.fill_nulls_with ?? null,
  }
}

function inputMetric(value: unknown): Plain | null {
  if (value === null || value === undefined) return null
  const given = isMapping(value) ? value : { name: String(value) }
  return {
    name: given.name,
    filter: whereFilter(given.filter),
    alias: text(given.alias),
    offset_window: timeWindow(given.offset_window),
    offset_to_grain: text(given.offset_to_grain),
  }
}

function conversion(value: unknown): Plain | null {
  if (!isMapping(value)) return null
  return {
    base_measure: inputMeasure(value.base_measure),
    conversion_measure: inputMeasure(value.conversion_measure),
    entity: value.entity,
    calculation: value.calculation ?? 'conversion_rate',
    window: timeWindow(value.window),
    constant_properties: value.constant_properties ?? null,
  }
}

function cumulative(params: Plain): Plain {
  const own = mapping(params.cumulative_type_params)
  return {
    window: timeWindow(own.window ?? params.window),
    grain_to_date: text(own.grain_to_date ?? params.grain_to_date),
    period_agg: own.period_agg ?? 'first',
    metric: null,
  }
}

/** `28 days` → count and granularity; standard ones lose their plural. */
function timeWindow(value: unknown): Plain | null {
  if (value === null || value === undefined) return null
  const [count = '', unit = ''] = String(value).toLowerCase().split(' ')
  const singular = unit.replace(/s$/, '')
  const standard = ['nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
  return { count: Number(count), granularity: standard.includes(singular) ? singular : unit }
}

function whereFilter(value: unknown): Plain | null {
  if (value === null || value === undefined) return null
  return { where_filters: toList(value).map((filter) => ({ where_sql_template: String(filter) })) }
}

export function buildSavedQuery(session: Session, entry: Entry): SemanticNode<'saved_query'> {
  const { data } = entry
  const base = common(session, entry, 'saved_query')
  const params = mapping(data.query_params)
  const list = (key: string): string[] => toList(params[key]).map(String)
  const tags = [...new Set([...toList(data.tags), ...toList(base.config.tags)].map(String))].sort()
  return {
    ...base,
    query_params: {
      metrics: list('metrics'),
      group_by: list('group_by'),
      where: whereFilter(params.where),
      order_by: list('order_by'),
      limit: params.limit ?? null,
    },
    exports: items(data.exports).map((item) => exportOf(session, item, base.config)),
    description: text(data.description),
    label: text(data.label),
    tags,
  } as SemanticNode<'saved_query'>
}

function exportOf(session: Session, item: Plain, config: Plain): Plain {
  const own = mapping(item.config)
  const all = { ...config, ...own }
  return {
    name: item.name,
    config: {
      export_as: all.export_as ?? null,
      schema_name: all.schema_name ?? all.schema ?? session.project.target.schema,
      alias: all.alias ?? item.name,
      database: all.database ?? session.project.target.database,
    },
    unrendered_config: own,
  }
}

function items(value: unknown): Plain[] {
  return listOf(value).filter(isMapping)
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}
