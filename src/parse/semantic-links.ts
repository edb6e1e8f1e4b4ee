/** Edges of the semantic layer: metrics to measures and other metrics, saved queries to metrics, semantic models to relations. */
import type { SemanticNode, UniqueId } from '../core/node.js'
import type { Assembly } from './assembly.js'
import { targetNotFoundByName } from './errors.js'
import { placeOf, type Session } from './session.js'

interface Named {
  readonly name: string
}

interface TypeParams {
  readonly measure?: Named | null
  readonly input_measures: Named[]
  readonly numerator?: Named | null
  readonly denominator?: Named | null
  readonly metrics?: readonly Named[]
  readonly conversion_type_params?: { readonly base_measure: Named; readonly conversion_measure: Named } | null
}

type Metric = SemanticNode<'metric'>
type FindMetric = (name: string, fromPackage: string) => Metric | undefined

export function linkSemantics(session: Session, assembly: Assembly, find: FindMetric): void {
  linkMetrics(session, assembly, find)
  for (const query of Object.values(assembly.savedQueries)) {
    for (const name of (query.query_params as { metrics: string[] }).metrics) {
      const target = find(name, query.package_name)
      if (target) depend(query, target.unique_id)
    }
  }
  for (const model of Object.values(assembly.semanticModels)) {
    const node = assembly.nodes[model.depends_on.nodes[0] ?? '']
    if (!node) continue
    const { alias, schema, database, relation_name } = node
    Object.assign(model, { node_relation: { alias, schema_name: schema, database, relation_name } })
  }
}

/** A metric depends on the semantic models of its measures and on the metrics it is made of. */
function linkMetrics(session: Session, assembly: Assembly, find: FindMetric): void {
  const homes = new Map<string, UniqueId>()
  for (const model of Object.values(assembly.semanticModels)) {
    for (const measure of (model.measures ?? []) as Named[]) homes.set(measure.name, model.unique_id)
  }
  const done = new Set<UniqueId>()
  const visit = (metric: Metric): void => {
    if (done.has(metric.unique_id)) return
    done.add(metric.unique_id)
    for (const input of inputMetrics(metric)) {
      const target = input && find(input.name, metric.package_name)
      if (target) {
        visit(target)
        join(metric, target)
      } else missing(session, assembly, metric, input?.name ?? '')
    }
    for (const measure of ownMeasures(metric)) {
      paramsOf(metric).input_measures.push(measure)
      const home = homes.get(measure.name)
      if (home) depend(metric, home)
    }
  }
  for (const metric of Object.values(assembly.metrics)) visit(metric)
}

function paramsOf(metric: Metric): TypeParams {
  return metric.type_params as TypeParams
}

function inputMetrics(metric: Metric): readonly (Named | null | undefined)[] {
  const params = paramsOf(metric)
  if (metric.type === 'ratio') return [params.numerator, params.denominator]
  return metric.type === 'derived' ? (params.metrics ?? []) : []
}

function ownMeasures(metric: Metric): readonly Named[] {
  if (metric.type === 'ratio' || metric.type === 'derived') return []
  const { conversion_type_params: conversion, measure } = paramsOf(metric)
  if (conversion) return [conversion.base_measure, conversion.conversion_measure]
  return measure ? [measure] : []
}

/** Its measures are the other's too. */
function join(metric: Metric, target: Metric): void {
  const own = paramsOf(metric).input_measures
  for (const measure of paramsOf(target).input_measures) if (!own.includes(measure)) own.push(measure)
  depend(metric, target.unique_id)
}

function depend(node: { readonly depends_on: { readonly nodes: UniqueId[] } }, id: UniqueId): void {
  if (!node.depends_on.nodes.includes(id)) node.depends_on.nodes.push(id)
}

function missing(session: Session, assembly: Assembly, metric: Metric, name: string): void {
  const known = Object.values(assembly.metrics).map((each) => each.name)
  session.problems.add(targetNotFoundByName('metric', metric, name, placeOf(session, metric), known))
}
