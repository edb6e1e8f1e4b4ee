/** Metrics, semantic models and saved queries: their definitions, as rows of label and text. */
import type { Plain, Resource } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { MetricsBlock } from '../model/index.js'
import { descriptionOf, textOf } from '../resources.js'

type Row = readonly [string, string]
type Definition = (resource: Plain) => Row[]

const definitions: Readonly<Record<string, Definition>> = { metric, semantic_model: semanticModel, saved_query: savedQuery }

export function metricsBlock({ shown }: SiteMaking): MetricsBlock | undefined {
  const metrics = shown.flatMap((resource, node) => {
    const define = definitions[resource.resource_type]
    if (!define) return []
    const plain = resource as unknown as Plain
    return [
      {
        node,
        label: textOf(plain.label),
        kind: textOf(plain.type) || (resource.resource_type as string).replace('_', ' '),
        description: descriptionOf(resource as Resource),
        definition: define(plain).filter(([, text]) => text !== ''),
      },
    ]
  })
  return metrics.length > 0 ? { metrics } : undefined
}

function metric(resource: Plain): Row[] {
  const params = dict(resource.type_params)
  return [
    ['Measure', reference(params.measure)],
    ['Numerator', reference(params.numerator)],
    ['Denominator', reference(params.denominator)],
    ['Expression', textOf(params.expr)],
    ['Metrics', list(params.metrics).map(reference).join(', ')],
    ['Window', textOf(params.window)],
    ['Grain', textOf(resource.time_granularity)],
    ['Filter', filters(resource.filter)],
  ]
}

function semanticModel(resource: Plain): Row[] {
  return [
    ['Model', textOf(resource.model)],
    ['Time dimension', textOf(dict(resource.defaults).agg_time_dimension)],
    [
      'Entities',
      list(resource.entities)
        .map((entity) => item(entity, 'type'))
        .join(', '),
    ],
    [
      'Dimensions',
      list(resource.dimensions)
        .map((dimension) => item(dimension, 'type'))
        .join(', '),
    ],
    [
      'Measures',
      list(resource.measures)
        .map((measure) => item(measure, 'agg'))
        .join(', '),
    ],
  ]
}

function savedQuery(resource: Plain): Row[] {
  const params = dict(resource.query_params)
  return [
    ['Metrics', list(params.metrics).map(textOf).join(', ')],
    ['Group by', list(params.group_by).map(textOf).join(', ')],
    ['Where', filters(params.where)],
    ['Order by', list(params.order_by).map(textOf).join(', ')],
    [
      'Exports',
      list(resource.exports)
        .map((each) => textOf(dict(each).name))
        .join(', '),
    ],
  ]
}

function item(value: unknown, detail: string): string {
  const fields = dict(value)
  const expression = textOf(fields.expr)
  const more = [textOf(fields[detail]), expression === textOf(fields.name) ? '' : expression].filter(Boolean).join(': ')
  return more ? `${textOf(fields.name)} (${more})` : textOf(fields.name)
}

/** A measure or metric is named by a text or by a mapping with `name`, `filter`, `alias`. */
function reference(value: unknown): string {
  if (value === null || typeof value !== 'object') return textOf(value)
  const fields = dict(value)
  const filter = filters(fields.filter)
  return filter ? `${textOf(fields.name)} where ${filter}` : textOf(fields.name)
}

function filters(value: unknown): string {
  const where = dict(value).where_filters
  if (Array.isArray(where)) return where.map((each) => textOf(dict(each).where_sql_template)).join(' and ')
  return Array.isArray(value) ? value.map(textOf).join(' and ') : value !== null && typeof value === 'object' ? '' : textOf(value)
}

function dict(value: unknown): Plain {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Plain) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
