/** `lineage.json`: the whole lineage as data, in the words of `sluice lineage --output json`. */
import type { SiteColumn, SiteLineage, SiteLineageColumn, SiteNode } from '../model/index.js'
import type { SiteData } from '../site-data.js'

/**
 * `nodes` by position in the project's order; `dependencies` between whole nodes; `columns` with the items of selects that make them,
 * the outermost first; `edges` between columns. In an edge a column of null is the node as a whole. Its kind says how a value gets
 * there; of kind `table` it is not known which column, of kind `rows` a column shapes rows by `effects` and is no part of a value.
 */
export interface LineageFile {
  readonly version: 1
  readonly project: string
  readonly adapter: string
  readonly target: string
  readonly generated_at: string
  readonly tool_version: string
  /** Why there are no edges between columns; null where there are. */
  readonly no_columns: string | null
  readonly nodes: readonly LineageFileNode[]
  readonly dependencies: readonly { readonly from: string; readonly to: string }[]
  readonly columns: readonly LineageFileColumn[]
  readonly edges: readonly LineageFileEdge[]
}

export interface LineageFileNode {
  readonly id: string
  readonly name: string
  readonly resource_type: string
  readonly package: string
  readonly materialized: string | null
  readonly known: SiteLineage['known']
  readonly reason: string | null
  readonly owners: readonly string[]
  readonly group: string | null
  readonly tags: readonly string[]
  readonly file: string
  /** Its Markdown page, from the folder of this file. */
  readonly page: string
}

export interface LineageFileColumn {
  readonly node: string
  readonly column: string
  readonly type: string | null
  readonly expression: readonly { readonly within: string | null; readonly sql: string }[]
  /** Null where no place is known. */
  readonly line: number | null
  /** Ids of tests that look at it. */
  readonly tests: readonly string[]
}

export interface LineageFileEdge {
  readonly from: { readonly node: string; readonly column: string | null }
  readonly to: { readonly node: string; readonly column: string | null }
  readonly kind: string
  readonly effects: readonly string[]
}

/** One row to a line: versions of it can be compared. Parts of the text, for it may be large. */
export function* lineageJson(data: SiteData, pages: readonly string[]): Generator<string> {
  const { project, adapter, target, generatedAt, toolVersion, noColumns } = data.index
  const head = { version: 1, project, adapter, target, generated_at: generatedAt, tool_version: toolVersion, no_columns: noColumns || null }
  yield `${JSON.stringify(head).slice(0, -1)},`
  yield* list('nodes', nodesOf(data, pages))
  yield ','
  yield* list('dependencies', dependenciesOf(data))
  yield ','
  yield* list('columns', columnsOf(data))
  yield ','
  yield* list('edges', edgesOf(data))
  yield '\n}\n'
}

const rowsPerPart = 2000

function* list(name: string, rows: Iterable<unknown>): Generator<string> {
  let part: string[] = []
  let first = true
  yield `\n"${name}": [`
  for (const row of rows) {
    part.push(`${first ? '' : ','}\n${JSON.stringify(row)}`)
    first = false
    if (part.length < rowsPerPart) continue
    yield part.join('')
    part = []
  }
  yield `${part.join('')}\n]`
}

function* nodesOf({ index, shards }: SiteData, pages: readonly string[]): Generator<LineageFileNode> {
  for (const [place, node] of index.nodes.entries()) {
    const lineage = shards.lineage?.[place]
    yield {
      id: node.id,
      name: node.name,
      resource_type: node.type,
      package: node.package,
      materialized: node.materialized || null,
      known: lineage?.known ?? 'none',
      reason: lineage?.reason || index.noColumns || null,
      owners: [shards.detail?.[place]?.ownerText || node.owner].filter((owner) => owner !== ''),
      group: node.group || null,
      tags: node.tags,
      file: shards.detail?.[place]?.file ?? '',
      page: pages[place] ?? '',
    }
  }
}

function* dependenciesOf({ index: { nodes, edges } }: SiteData): Generator<LineageFile['dependencies'][number]> {
  for (const [from, to] of edges) yield { from: idAt(nodes, from), to: idAt(nodes, to) }
}

function* columnsOf({ index, shards }: SiteData): Generator<LineageFileColumn> {
  for (const [place, { id }] of index.nodes.entries()) {
    const detail = shards.detail?.[place]?.columns ?? []
    const known = new Map((shards.lineage?.[place]?.columns ?? []).map((column) => [column.name.toLowerCase(), column]))
    for (const column of detail) yield columnRow(id, column, take(known, column.name.toLowerCase()))
    for (const column of known.values()) if (column.name !== '') yield columnRow(id, undefined, column)
  }
}

function take<K, V>(map: Map<K, V>, key: K): V | undefined {
  const value = map.get(key)
  map.delete(key)
  return value
}

function columnRow(node: string, said: SiteColumn | undefined, known: SiteLineageColumn | undefined): LineageFileColumn {
  return {
    node,
    // As edges name it.
    column: known?.name ?? said?.name ?? '',
    type: said?.type || known?.type || null,
    expression: (known?.steps ?? []).map(([within, sql]) => ({ within: within || null, sql })),
    line: known?.line || null,
    tests: [...new Set([...(said?.tests ?? []), ...(known?.tests ?? [])])],
  }
}

function* edgesOf({ index: { nodes }, shards }: SiteData): Generator<LineageFileEdge> {
  for (const [place, lineage] of (shards.lineage ?? []).entries()) {
    const node = idAt(nodes, place)
    for (const column of lineage.columns)
      for (const [from, name, kind] of column.up)
        yield { from: { node: idAt(nodes, from), column: name || null }, to: { node, column: column.name || null }, kind, effects: [] }
    for (const [from, column, effects] of lineage.rows)
      yield { from: { node: idAt(nodes, from), column }, to: { node, column: null }, kind: 'rows', effects }
  }
}

function idAt(nodes: readonly SiteNode[], place: number): string {
  return nodes[place]?.id ?? ''
}
