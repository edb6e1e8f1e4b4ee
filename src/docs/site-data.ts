/** Manifest, catalog and last results → the site's index and details. Pure; everything stays text here, the page escapes. */
import type { Manifest } from '../core/manifest.js'
import { allResources } from '../core/manifest.js'
import type { ColumnSpec, ExposureNode, Resource, TestNode, UniqueId, UnitTestNode } from '../core/node.js'
import type { RunStatus } from '../core/result.js'
import { layeredLayout } from './layout.js'
import type { NodeStatus, SiteColumn, SiteDetail, SiteIndex, SiteNode, SiteOwner, SiteRun, SiteTest } from './site-model.js'

export interface SiteResult {
  readonly unique_id: UniqueId
  readonly status: RunStatus
  /** Seconds. */
  readonly execution_time: number
  readonly message: string | null
  readonly failures: number | null
}

/** The parts of catalog.json the site shows. */
export interface SiteCatalog {
  readonly nodes: Readonly<Record<UniqueId, SiteCatalogTable>>
  readonly sources: Readonly<Record<UniqueId, SiteCatalogTable>>
}

export interface SiteCatalogTable {
  readonly columns: Readonly<
    Record<string, { readonly name: string; readonly type: string; readonly index: number; readonly comment?: string | null }>
  >
  readonly stats: Readonly<Record<string, { readonly label: string; readonly value: unknown; readonly include: boolean }>>
}

export interface SiteInput {
  readonly manifest: Manifest
  readonly results: readonly SiteResult[]
  readonly catalog: SiteCatalog | null
  /** Null when nothing has run yet. */
  readonly run: { readonly command: string; readonly finishedAt: string; readonly elapsed: number } | null
  readonly target: string
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly generatedAt: string
}

const shardSize = 100
const shownTypes = new Set([
  'source',
  'seed',
  'snapshot',
  'model',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'analysis',
  'function',
])
const typeOrder = [...shownTypes]

export function siteData(input: SiteInput): { readonly index: SiteIndex; readonly details: readonly SiteDetail[] } {
  const shown = [...allResources(input.manifest)].filter((resource) => shownTypes.has(resource.resource_type)).sort(compareResources)
  const places = new Map(shown.map((resource, index) => [resource.unique_id, index]))
  const edges = shown.flatMap((resource, index) => parentsOf(resource).flatMap((id) => edgeTo(places.get(id), index)))
  const results = new Map(input.results.map((result) => [result.unique_id, result]))
  const tests = testsByNode(input, results)
  const points = layeredLayout(shown.length, edges)
  const nodes = shown.map((resource, index) =>
    siteNode(resource, results.get(resource.unique_id), tests.get(resource.unique_id) ?? [], points[index]),
  )
  const details = shown.map((resource) => siteDetail(resource, input, results.get(resource.unique_id), tests.get(resource.unique_id) ?? []))
  const index: SiteIndex = {
    formatVersion: 1,
    project: input.manifest.metadata.project_name,
    adapter: input.manifest.metadata.adapter_type,
    target: input.target,
    toolVersion: input.toolVersion,
    generatedAt: input.generatedAt,
    overview: overviewText(input.manifest),
    lastRun: lastRun(input),
    nodes,
    edges,
    owners: owners(input.manifest),
    shardSize,
  }
  return { index, details }
}

export function statusOf(status: RunStatus | undefined): NodeStatus {
  switch (status) {
    case 'success':
    case 'pass':
    case 'no-op':
    case 'reused':
      return 'ok'
    case 'warn':
      return 'warn'
    case 'error':
    case 'fail':
    case 'runtime error':
    case 'partial success':
      return 'fail'
    case 'skipped':
      return 'skipped'
    case undefined:
      return 'none'
  }
}

function compareResources(a: Resource, b: Resource): number {
  return typeOrder.indexOf(a.resource_type) - typeOrder.indexOf(b.resource_type) || (a.unique_id < b.unique_id ? -1 : 1)
}

function parentsOf(resource: Resource): readonly UniqueId[] {
  // dbt's manifests give seeds no `nodes` here.
  return 'depends_on' in resource ? ((resource.depends_on as { nodes?: UniqueId[] }).nodes ?? []) : []
}

function edgeTo(from: number | undefined, to: number): (readonly [number, number])[] {
  return from === undefined ? [] : [[from, to]]
}

function testsByNode(input: SiteInput, results: ReadonlyMap<UniqueId, SiteResult>): Map<UniqueId, SiteTest[]> {
  const byNode = new Map<UniqueId, SiteTest[]>()
  const add = (id: UniqueId | null | undefined, test: SiteTest) => {
    if (!id) return
    const list = byNode.get(id)
    if (list) list.push(test)
    else byNode.set(id, [test])
  }
  for (const node of Object.values(input.manifest.nodes)) {
    if (node.resource_type !== 'test') continue
    const test = dataTest(node, results.get(node.unique_id))
    const attached = node.attached_node ? [node.attached_node] : node.depends_on.nodes
    for (const id of new Set(attached)) add(id, test)
  }
  for (const node of Object.values(input.manifest.unit_tests))
    add(node.tested_node_unique_id ?? node.depends_on.nodes[0], unitTest(node, results.get(node.unique_id)))
  return byNode
}

function dataTest(node: TestNode, result: SiteResult | undefined): SiteTest {
  return {
    id: node.unique_id,
    name: node.name,
    kind: node.test_metadata?.name ?? 'singular',
    column: node.column_name ?? '',
    severity: String(node.config.severity ?? 'ERROR').toLowerCase(),
    description: node.description,
    sql: node.compiled_code ?? node.raw_code,
    ...outcome(result),
  }
}

function unitTest(node: UnitTestNode, result: SiteResult | undefined): SiteTest {
  return {
    id: node.unique_id,
    name: node.name,
    kind: 'unit',
    column: '',
    severity: 'error',
    description: node.description,
    sql: '',
    ...outcome(result),
  }
}

function outcome(result: SiteResult | undefined): Pick<SiteTest, 'status' | 'failures' | 'message' | 'seconds'> {
  return {
    status: statusOf(result?.status),
    failures: result?.failures ?? null,
    message: result?.message ?? '',
    seconds: result?.execution_time ?? null,
  }
}

function siteNode(
  resource: Resource,
  result: SiteResult | undefined,
  tests: readonly SiteTest[],
  point: { x: number; y: number } | undefined,
): SiteNode {
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const test of tests) counts[test.status] += 1
  const folders = resource.path.split('/').slice(0, -1)
  return {
    id: resource.unique_id,
    type: resource.resource_type,
    name: resource.resource_type === 'source' ? `${resource.source_name}.${resource.name}` : resource.name,
    package: resource.package_name,
    folder: folders.join('/'),
    materialized: textOf(configOf(resource).materialized),
    summary: firstSentence(descriptionOf(resource)),
    tags: 'tags' in resource && Array.isArray(resource.tags) ? (resource.tags as readonly string[]) : [],
    group: groupOf(resource),
    access: 'access' in resource ? textOf(resource.access) : '',
    columns: Object.keys(columnsOf(resource)),
    status: statusOf(result?.status),
    seconds: result?.execution_time ?? null,
    tests: counts,
    x: point?.x ?? 0,
    y: point?.y ?? 0,
  }
}

function siteDetail(resource: Resource, input: SiteInput, result: SiteResult | undefined, tests: readonly SiteTest[]): SiteDetail {
  const catalog = input.catalog?.nodes[resource.unique_id] ?? input.catalog?.sources[resource.unique_id]
  return {
    id: resource.unique_id,
    description: descriptionOf(resource),
    relation: 'relation_name' in resource ? textOf(resource.relation_name) : '',
    file: resource.original_file_path,
    columns: siteColumns(resource, catalog, tests),
    rawCode: 'raw_code' in resource && resource.resource_type !== 'seed' ? textOf(resource.raw_code) : '',
    compiledCode: 'compiled_code' in resource ? textOf(resource.compiled_code) : '',
    tests,
    message: result?.message ?? '',
    config: configRows(configOf(resource)),
    stats: Object.values(catalog?.stats ?? {}).flatMap((stat) => (stat.include ? [[stat.label, textOf(stat.value)] as const] : [])),
    url: resource.resource_type === 'exposure' ? safeUrl((resource as ExposureNode).url) : '',
    ownerText: resource.resource_type === 'exposure' ? ownerText((resource as ExposureNode).owner) : '',
  }
}

function siteColumns(resource: Resource, catalog: SiteCatalogTable | undefined, tests: readonly SiteTest[]): SiteColumn[] {
  const declared = Object.values(columnsOf(resource))
  const seen = new Set(declared.map((column) => column.name.toLowerCase()))
  const found = Object.values(catalog?.columns ?? {}).sort((a, b) => a.index - b.index)
  const types = new Map(found.map((column) => [column.name.toLowerCase(), column.type]))
  const rows = declared.map((column) => ({
    name: column.name,
    type: types.get(column.name.toLowerCase()) ?? column.data_type ?? '',
    description: column.description,
    tags: column.tags,
    tests: tests.filter((test) => test.column === column.name).map((test) => test.id),
  }))
  const undeclared = found.filter((column) => !seen.has(column.name.toLowerCase()))
  return [
    ...rows,
    ...undeclared.map((column) => ({ name: column.name, type: column.type, description: column.comment ?? '', tags: [], tests: [] })),
  ]
}

function columnsOf(resource: Resource): Readonly<Record<string, ColumnSpec>> {
  return 'columns' in resource && typeof resource.columns === 'object' ? (resource.columns as Record<string, ColumnSpec>) : {}
}

function configOf(resource: Resource): Readonly<Record<string, unknown>> {
  return ('config' in resource ? resource.config : {}) as Readonly<Record<string, unknown>>
}

function descriptionOf(resource: Resource): string {
  return 'description' in resource ? textOf(resource.description) : ''
}

function groupOf(resource: Resource): string {
  return textOf('group' in resource ? resource.group : configOf(resource).group)
}

const hiddenConfig = new Set(['enabled', 'docs', 'contract', 'quoting', 'column_types'])

/** Settings worth a row: what is set and not empty. */
function configRows(config: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const empty = value === null || value === undefined || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
    return hiddenConfig.has(key) || empty ? [] : [[key, textOf(value)] as const]
  })
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function firstSentence(description: string): string {
  const plain = description.replaceAll(/\s+/g, ' ').replaceAll('`', '').trim()
  const end = plain.search(/[.!?](\s|$)/)
  const sentence = end < 0 ? plain : plain.slice(0, end + 1)
  return sentence.length > 160 ? `${sentence.slice(0, 157)}…` : sentence
}

/** Only links a reader may safely follow. */
function safeUrl(url: string | null): string {
  return url && /^https?:\/\//i.test(url) ? url : ''
}

function ownerText(owner: ExposureNode['owner']): string {
  return [owner.name, owner.email].filter(Boolean).join(' · ')
}

function owners(manifest: Manifest): SiteOwner[] {
  return Object.values(manifest.groups).map((group) => ({
    group: group.name,
    name: textOf(group.owner.name),
    email: textOf(group.owner.email),
    description: textOf(group.description),
  }))
}

function overviewText(manifest: Manifest): string {
  const own = Object.values(manifest.docs).filter(
    (doc) => doc.name === '__overview__' && doc.package_name === manifest.metadata.project_name,
  )
  return own[0]?.block_contents ?? ''
}

function lastRun(input: SiteInput): SiteRun | null {
  if (!input.run) return null
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const result of input.results) counts[statusOf(result.status)] += 1
  return { ...input.run, counts }
}
