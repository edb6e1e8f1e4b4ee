/** What only resources of one type have, as rows of label and value. */
import type { FunctionNode, Resource, SourceNode } from '../../core/node.js'
import { textOf } from '../resources.js'

type Rows = readonly (readonly [label: string, value: string])[]
type Fields = Readonly<Record<string, unknown>>

export function factsOf(resource: Resource): Rows {
  const make = makers[resource.resource_type]
  return make ? make(resource as never).filter(([, value]) => value !== '') : []
}

const makers: Readonly<Record<string, (resource: never) => Rows>> = {
  source: sourceFacts,
  exposure: (exposure: Fields) => [
    ['Label', textOf(exposure.label)],
    ['Kind', textOf(exposure.type)],
    ['Maturity', textOf(exposure.maturity)],
  ],
  metric: (metric: Fields) => [
    ['Label', textOf(metric.label)],
    ['Kind', textOf(metric.type)],
    ...typeParams(metric.type_params),
    ['Filter', filterText(metric.filter)],
  ],
  semantic_model: (model: Fields) => [
    ['Label', textOf(model.label)],
    ['Time dimension', textOf(fieldsOf(model.defaults).agg_time_dimension)],
    ['Primary entity', textOf(model.primary_entity)],
    ...listed('Entity', model.entities),
    ...listed('Dimension', model.dimensions),
    ...listed('Measure', model.measures),
  ],
  saved_query: savedQueryFacts,
  function: functionFacts,
}

function sourceFacts(source: SourceNode): Rows {
  return [
    ['Source', source.source_name],
    ['About the source', source.source_description],
    ['Loader', source.loader],
    ['Loaded at', source.loaded_at_field ?? source.loaded_at_query ?? ''],
    ['Warn after', periodText(source.freshness?.warn_after)],
    ['Error after', periodText(source.freshness?.error_after)],
    ['Only rows where', textOf(source.freshness?.filter)],
  ]
}

function savedQueryFacts(query: Fields): Rows {
  const params = fieldsOf(query.query_params)
  return [
    ['Label', textOf(query.label)],
    ['Metrics', namesOf(params.metrics)],
    ['Grouped by', namesOf(params.group_by)],
    ['Filter', filterText(params.where)],
    ['Ordered by', namesOf(params.order_by)],
    ['At most', textOf(params.limit)],
    ...listOf(query.exports).map((each) => [`Export ${textOf(each.name)}`, plain(each.config)] as const),
  ]
}

function functionFacts(made: FunctionNode): Rows {
  const given = listOf(made.arguments).map(
    (each) => [`Argument ${textOf(each.name)}`, [textOf(each.data_type), textOf(each.description)].filter(Boolean).join(': ')] as const,
  )
  return [...given, ['Gives', textOf(fieldsOf(made.returns).data_type)], ['Language', made.language]]
}

/** Those of a metric's parameters that say how it is computed. */
function typeParams(value: unknown): Rows {
  const { measure, numerator, denominator, expr, window, grain_to_date: grain, metrics } = fieldsOf(value)
  return [
    ['Measure', nameOf(measure)],
    ['Numerator', nameOf(numerator)],
    ['Denominator', nameOf(denominator)],
    ['Expression', textOf(expr)],
    ['Window', periodText(window)],
    ['Since the start of', textOf(grain)],
    ['Metrics', namesOf(metrics)],
  ]
}

function listed(label: string, value: unknown): Rows {
  return listOf(value).map((each) => {
    const what = [textOf(each.type ?? each.agg), textOf(each.expr), textOf(each.description)].filter(Boolean).join(' · ')
    return [`${label} ${textOf(each.name)}`, what || textOf(each.name)] as const
  })
}

function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {}
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : textOf(fieldsOf(value).name)
}

function namesOf(value: unknown): string {
  return Array.isArray(value) ? value.map(nameOf).filter(Boolean).join(', ') : ''
}

function plain(value: unknown): string {
  return Object.entries(fieldsOf(value))
    .flatMap(([key, each]) => (each === null ? [] : [`${key}: ${textOf(each)}`]))
    .join(', ')
}

function filterText(value: unknown): string {
  const filters = fieldsOf(value).where_filters
  if (!Array.isArray(filters)) return typeof value === 'string' ? value : ''
  return listOf(filters)
    .map((each) => textOf(each.where_sql_template))
    .join(' and ')
}

function periodText(value: unknown): string {
  const { count, period, granularity } = fieldsOf(value)
  const unit = textOf(period ?? granularity)
  return count && unit ? `${textOf(count)} ${unit}${count === 1 ? '' : 's'}` : ''
}
