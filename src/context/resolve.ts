/** `ref`, `source`, `metric` and `function` while nodes run: names become relations. */
import type { ManifestNode, Plain, RefArgs, SourceNode, UniqueId } from '../core/node.js'
import type { EventTimeFilter, Relation, RelationFields } from '../core/relation.js'
import { toText } from '../jinja/index.js'
import type { AdapterHost } from './adapter/host.js'
import { getRelation } from './adapter/relations.js'
import { refEphemeral, refNotDeclared, unresolved } from './errors.js'
import type { Lookup } from './lookup.js'
import { relationOfCte, relationOfNode, relationOfSource } from './relations.js'
import type { DeferRelation, ScopeOptions } from './types.js'

export interface ResolveHost {
  readonly adapter: AdapterHost
  readonly lookup: Lookup
  /** Who asks; null for an operation, which may refer to anything but ephemeral models. */
  readonly node: ResolvingNode | null
  readonly packageName: string
  readonly options: ScopeOptions
  readonly meetCte: (id: UniqueId) => void
}

export interface ResolvingNode {
  readonly unique_id: UniqueId
  readonly resource_type: string
  readonly config?: Plain
  readonly depends_on?: { readonly nodes: readonly UniqueId[] }
}

export function resolveRef(host: ResolveHost, args: RefArgs): unknown {
  const target = host.lookup.ref(host.packageName, args.name, args.package, args.version)
  const asker = host.node?.unique_id ?? 'this operation'
  if (!target) throw unresolved('node', args.name, asker, host.lookup.refNames())
  checkDeclared(host, target.unique_id, args)
  const given = host.options.overrides?.relations?.get(target.unique_id)
  if (given) return meet(host, target.unique_id, given)
  host.options.overrides?.notGiven?.(target.unique_id)
  const candidate = host.options.candidates?.get(target.unique_id)
  if (candidate) return candidate.with(windowOf(host, target))
  if (isEphemeral(target)) {
    if (host.node === null) throw refEphemeral(target.name)
    return meet(host, target.unique_id, relationOfCte(host.adapter.runtime.module, target.alias, windowOf(host, target)))
  }
  return deferredOr(host, target)
}

function meet(host: ResolveHost, id: UniqueId, relation: Relation): Relation {
  if (relation.type === 'cte') host.meetCte(id)
  return relation
}

export function isEphemeral(node: { readonly resource_type: string; readonly config: Plain }): boolean {
  return node.resource_type === 'model' && node.config['materialized'] === 'ephemeral'
}

function checkDeclared(host: ResolveHost, id: UniqueId, args: RefArgs): void {
  const declared = host.node?.depends_on?.nodes
  if (!host.node || !declared || declared.includes(id)) return
  const names = [args.package, args.name].filter((name) => name !== null).map((name) => `'${name}'`)
  const version = args.version === null ? [] : [`v=${typeof args.version === 'string' ? `'${args.version}'` : args.version}`]
  throw refNotDeclared(host.node.unique_id, args.name, `ref(${[...names, ...version].join(', ')})`)
}

/** Under --defer an unselected node that is not there is read from the other environment. */
function deferredOr(host: ResolveHost, target: ManifestNode): unknown {
  const { runtime } = host.adapter
  const own = relationOfNode(runtime.module, quotingOf(host), target, windowOf(host, target))
  const other = runtime.deferred.get(target.unique_id)
  const { defer, favorState } = runtime.invocation.flags
  if (!other || !defer) return own
  const there = relationOfNode(runtime.module, quotingOf(host), deferNode(other), windowOf(host, target))
  if (favorState && !runtime.selected.has(target.unique_id)) return there
  return getRelation(host.adapter, target.database, target.schema, target.alias).then((found) => (found ? own : there))
}

function deferNode(other: DeferRelation): DeferRelation & { readonly resource_type: string } {
  return { ...other, resource_type: 'model' }
}

function quotingOf(host: ResolveHost): Readonly<Record<string, boolean | undefined>> {
  return host.adapter.runtime.project.root.config.quoting
}

export function resolveSource(host: ResolveHost, sourceName: string, tableName: string): unknown {
  const source = host.lookup.source(host.packageName, sourceName, tableName)
  const name = `${sourceName}.${tableName}`
  if (!source) throw unresolved('source', name, host.node?.unique_id ?? 'this operation', host.lookup.sourceNames())
  const given = host.options.overrides?.relations?.get(source.unique_id)
  if (given) return meet(host, source.unique_id, given)
  host.options.overrides?.notGiven?.(source.unique_id)
  const { module, project } = host.adapter.runtime
  module.checkSource?.(source)
  return relationOfSource(module, project.root.config.quoting, source, windowOf(host, source))
}

export function resolveFunction(host: ResolveHost, name: string, packageName: string | null): unknown {
  const found = host.lookup.function(host.packageName, name, packageName)
  if (!found) throw unresolved('function', name, host.node?.unique_id ?? 'this operation', [])
  return relationOfNode(host.adapter.runtime.module, {}, found, { type: 'function' })
}

export function resolveMetric(host: ResolveHost, name: string, packageName: string | null): unknown {
  const found = host.lookup.metric(host.packageName, name, packageName)
  if (!found) throw unresolved('metric', name, host.node?.unique_id ?? 'this operation', [])
  return found
}

/** `--empty`, `--sample` and microbatches read part of a relation only. */
function windowOf(host: ResolveHost, target: ManifestNode | SourceNode): RelationFields {
  if (host.options.overrides?.relations) return {}
  const limit = host.adapter.runtime.invocation.flags.empty ? 0 : null
  return { limit, eventTimeFilter: eventTimeFilter(host, target) }
}

function eventTimeFilter(host: ResolveHost, target: ManifestNode | SourceNode): EventTimeFilter | null {
  const field = target.config['event_time']
  const type = host.node?.resource_type
  if (typeof field !== 'string' || (type !== 'model' && type !== 'snapshot')) return null
  const sample = sampleOf(host.adapter.runtime.invocation.flags['sample'])
  const { batch } = host.options
  if (!batch && !sample) return null
  const start = later(batch?.event_time_start, sample?.start)
  const end = earlier(batch?.event_time_end, sample?.end)
  return { fieldName: quotedField(host, target, field), start, end }
}

function quotedField(host: ResolveHost, target: ManifestNode | SourceNode, field: string): string {
  const column = Object.values(target.columns).find((entry) => entry.name === field)
  const fromSource = 'quoting' in target ? target.quoting['column'] : undefined
  return (column?.quote ?? fromSource) === true ? host.adapter.runtime.module.types.quote(field) : field
}

interface Window {
  readonly start: string
  readonly end: string
}

/** The flag holds the window already computed, as texts the warehouse compares with timestamps. */
function sampleOf(flag: unknown): Window | null {
  if (flag === null || typeof flag !== 'object') return null
  const { start, end } = flag as { start?: unknown; end?: unknown }
  return start === undefined || end === undefined ? null : { start: toText(start), end: toText(end) }
}

function later(a: string | undefined, b: string | undefined): string | null {
  return a === undefined ? (b ?? null) : b === undefined || a > b ? a : b
}

function earlier(a: string | undefined, b: string | undefined): string | null {
  return a === undefined ? (b ?? null) : b === undefined || a < b ? a : b
}
