/** What rules ask of a project: who is meant, what is said of it, which tests it has, who answers for it, where that is written. */
import { allResources, findResource, type Manifest } from '../core/manifest.js'
import { type ColumnSpec, isGenericTest, type Resource, type ResourceType, type TestNode, type UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import { type ColumnsDescribed, columnNames, describeColumns, ownersOf, type ProjectSql } from '../lineage/index.js'
import { type SelectionRequest, selectNodes } from '../select/index.js'
import { Places, type ReadFile } from './places.js'

export interface FactsInput {
  readonly manifest: Manifest
  readonly graph: Graph
  readonly sql: ProjectSql
  readonly selectors: SelectionRequest['selectors']
  readonly readFile: ReadFile
  /** The day deprecation dates are held against. */
  readonly now: Date
}

export interface Facts extends FactsInput {
  readonly places: Places
  readonly described: ColumnsDescribed
  /** Nodes of the root project that words of the selection syntax, or names of folders, mean. */
  select(words: readonly string[], exclude?: readonly string[]): ReadonlySet<UniqueId>
  /** The project's own, of these types; packages are their makers' business. */
  own(types: readonly ResourceType[]): readonly Resource[]
  columns(id: UniqueId): readonly string[]
  spec(id: UniqueId, column: string): ColumnSpec | undefined
  tests(id: UniqueId): readonly TestFact[]
  owner(resource: Resource): string | undefined
  /** Models that exposures read. */
  readonly exposed: ReadonlySet<UniqueId>
}

export interface TestFact {
  readonly id: UniqueId
  /** `unique`, `dbt_utils.at_least_one`; null for a query of its own. */
  readonly name: string | null
  /** Of one column, or of several together. */
  readonly columns: readonly string[]
}

export function factsOf(input: FactsInput): Facts {
  const { manifest, sql } = input
  const resources = [...allResources(manifest)].filter((each) => each.package_name === manifest.metadata.project_name)
  const tests = memo(() => testsByNode(manifest))
  const exposed = memo(() => new Set(Object.values(manifest.exposures).flatMap((each) => each.depends_on.nodes)))
  const specs = new Map<UniqueId, Map<string, ColumnSpec>>()
  const selections = new Map<string, ReadonlySet<UniqueId>>()
  const select = selector(input, resources)
  return {
    ...input,
    places: new Places(manifest, input.readFile, sql.dialect),
    described: describeColumns(manifest, sql),
    select: (words, exclude = []) => remembered(selections, JSON.stringify([words, exclude]), () => select(words, exclude)),
    own: (types) => resources.filter((each) => types.includes(each.resource_type)),
    columns: (id) => columnNames(manifest, sql, id),
    spec: (id, column) => remembered(specs, id, () => specsOf(findResource(manifest, id))).get(column.toLowerCase()),
    tests: (id) => tests().get(id) ?? [],
    owner: ({ unique_id }) => ownersOf(unique_id, manifest)[0],
    get exposed() {
      return exposed()
    },
  }
}

export function labelOf(resource: Resource): string {
  if (resource.resource_type === 'source') return `source ${(resource as { source_name: string }).source_name}.${resource.name}`
  const version = 'version' in resource && resource.version !== null && resource.version !== undefined ? `.v${resource.version}` : ''
  return `${resource.resource_type.replace('_', ' ')} ${resource.name}${version}`
}

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key)
  if (before !== undefined) return before
  const value = make()
  known.set(key, value)
  return value
}

/** A single word that is the name of a folder means what is in such folders; all else is the selection syntax. */
function selector({ manifest, graph, selectors, now }: FactsInput, resources: readonly Resource[]) {
  const folders = new Map<string, Set<UniqueId>>()
  for (const { unique_id, original_file_path } of resources)
    for (const folder of original_file_path.split('/').slice(0, -1)) folders.set(folder, (folders.get(folder) ?? new Set()).add(unique_id))
  const own = new Set(resources.map(({ unique_id }) => unique_id))
  const one = (word: string): ReadonlySet<UniqueId> =>
    folders.get(word) ??
    selectNodes({ manifest, graph, selectors, select: [word], indirectSelection: 'empty', includeEmpty: true, now: () => now })
  const all = (words: readonly string[]) => new Set(words.flatMap((word) => [...one(word)]))
  return (words: readonly string[], exclude: readonly string[]): ReadonlySet<UniqueId> => {
    const without = all(exclude)
    return new Set([...all(words)].filter((id) => own.has(id) && !without.has(id)))
  }
}

function specsOf(resource: Resource | undefined): Map<string, ColumnSpec> {
  const columns = resource && 'columns' in resource ? (resource.columns as Readonly<Record<string, ColumnSpec>>) : {}
  return new Map(Object.values(columns).map((spec) => [spec.name.toLowerCase(), spec]))
}

function testsByNode(manifest: Manifest): Map<UniqueId, TestFact[]> {
  const byNode = new Map<UniqueId, TestFact[]>()
  for (const node of Object.values(manifest.nodes)) {
    if (node.resource_type !== 'test') continue
    const test = node as TestNode
    // A generic test is about the node it is attached to, however many it reads.
    const about = isGenericTest(test) ? [test.attached_node ?? test.depends_on.nodes.at(-1) ?? ''] : test.depends_on.nodes
    for (const id of about) byNode.set(id, [...(byNode.get(id) ?? []), testFact(test)])
  }
  return byNode
}

function testFact(test: TestNode): TestFact {
  const metadata = test.test_metadata
  if (!metadata) return { id: test.unique_id, name: null, columns: [] }
  const { name, namespace, kwargs } = metadata
  const together = [kwargs.combination_of_columns, kwargs.columns].find((each) => Array.isArray(each)) as unknown[] | undefined
  const columns = test.column_name ? [test.column_name] : (together ?? []).map(String)
  return { id: test.unique_id, name: namespace ? `${namespace}.${name}` : name, columns }
}
