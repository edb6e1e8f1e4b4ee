/** What the makers of the site's parts share: the nodes that are shown, their places, their tests and results. */
import { allResources } from '../core/manifest.js'
import type { Resource, TestNode, UniqueId, UnitTestNode } from '../core/node.js'
import type { SiteInput, SiteResult } from './input.js'
import type { SiteTest } from './model/index.js'
import { parentsOf, statusOf, textOf } from './resources.js'

export const shownTypes: ReadonlySet<string> = new Set([
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

export interface SiteMaking {
  readonly input: SiteInput
  /** In the order of the index: a node's position is its place here. */
  readonly shown: readonly Resource[]
  readonly place: ReadonlyMap<UniqueId, number>
  /** Parent, child. */
  readonly edges: readonly (readonly [number, number])[]
  /** The newest of each node, of whichever run. */
  readonly results: ReadonlyMap<UniqueId, SiteResult>
  /** Tests by the node they look at. */
  readonly tests: ReadonlyMap<UniqueId, readonly SiteTest[]>
}

export function prepareSite(input: SiteInput): SiteMaking {
  const shown = [...allResources(input.manifest)].filter((resource) => shownTypes.has(resource.resource_type)).sort(compareResources)
  const place = new Map(shown.map((resource, index) => [resource.unique_id, index]))
  const edges = shown.flatMap((resource, child) =>
    parentsOf(resource).flatMap((id) => {
      const parent = place.get(id)
      return parent === undefined ? [] : [[parent, child] as const]
    }),
  )
  const results = new Map([...(input.earlier ?? []), ...input.results].map((result) => [result.unique_id, result]))
  return { input, shown, place, edges, results, tests: testsByNode(input, results) }
}

function compareResources(a: Resource, b: Resource): number {
  return typeOrder.indexOf(a.resource_type) - typeOrder.indexOf(b.resource_type) || (a.unique_id < b.unique_id ? -1 : 1)
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
    threshold: threshold(node),
    description: node.description,
    file: node.original_file_path,
    sql: node.compiled_code ?? node.raw_code,
    ...outcome(result),
    ...(result?.samples ? { samples: result.samples } : {}),
  }
}

/** What differs from dbt's own `!= 0`. */
function threshold({ config }: TestNode): string {
  const parts = (['warn_if', 'error_if'] as const).flatMap((key) => {
    const value = textOf(config[key])
    return value === '' || value === '!= 0' ? [] : [`${key} ${value}`]
  })
  return parts.join(', ')
}

function unitTest(node: UnitTestNode, result: SiteResult | undefined): SiteTest {
  return {
    id: node.unique_id,
    name: node.name,
    kind: 'unit',
    column: '',
    severity: 'error',
    threshold: '',
    description: node.description,
    file: node.original_file_path,
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
