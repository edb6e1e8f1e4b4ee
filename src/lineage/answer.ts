/** An answer about lineage as plain data: what `--output json` prints and what the drawings are made from. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import { type Direction, endOf, type LineageGraph, type Link, lineageGraph, type Point, pointKey, type Walk } from './graph.js'
import type { ColumnStep, Depth, ProjectSql } from './model.js'
import { type Asked, nodeNames } from './names.js'
import { ownersOf } from './owners.js'

export interface AnswerNode {
  readonly id: UniqueId
  /** As one types it: `orders`, `raw.feed`, `orders.v2`. */
  readonly name: string
  readonly resource_type: string
  readonly materialized: string | null
  /** How much is known of its SQL. */
  readonly known: Depth
  /** Why it is not more. */
  readonly reason: string | null
  readonly owners: readonly string[]
  readonly file: string
  readonly line: number
}

export interface AnswerColumn {
  readonly node: UniqueId
  readonly column: string
  readonly type: string | null
  /** The items of selects on the way to it, the outermost first. */
  readonly expression: readonly ColumnStep[]
  readonly file: string
  readonly line: number
}

export interface AnswerEdge {
  readonly from: Point
  readonly to: Point
  readonly kind: Link['kind']
  readonly effects: Link['effects']
}

/** Of one direction; the start counts for nothing. */
export interface AnswerCounts {
  /** Links on the longest of the shortest ways. */
  readonly hops: number
  readonly columns: number
  /** By resource type. */
  readonly nodes: Readonly<Record<string, number>>
  /** Columns and nodes that nothing leads on from: where it all comes from, or who reads last. */
  readonly ends: number
}

export interface LineageAnswer {
  readonly version: 1
  readonly asked: readonly Point[]
  readonly depth: number | null
  readonly indirect: boolean
  /** Null where that direction was not asked for. */
  readonly up: AnswerCounts | null
  readonly down: AnswerCounts | null
  readonly nodes: readonly AnswerNode[]
  readonly columns: readonly AnswerColumn[]
  readonly edges: readonly AnswerEdge[]
}

export interface OwnColumn {
  readonly name: string
  readonly type: string | null
  readonly links: readonly Link[]
}

export interface LineageQuestion {
  readonly asked: readonly Asked[]
  readonly directions: readonly Direction[]
  readonly depth: number | undefined
  readonly indirect: boolean
}

export interface Answered {
  readonly answer: LineageAnswer
  /** What the trees are drawn from: for each start its walks. */
  readonly walks: readonly Walk[]
  /** Of nodes that were asked for as a whole: their columns, with what each is directly made of. */
  readonly own: ReadonlyMap<UniqueId, readonly OwnColumn[]>
}

export function answerLineage(question: LineageQuestion, sql: ProjectSql, manifest: Manifest): Answered {
  const { directions, depth, indirect } = question
  const graph = lineageGraph(sql, manifest)
  const asked = question.asked.flatMap((each) => startsOf(each, sql))
  const walks = asked.flatMap((start) => directions.map((direction) => graph[direction](start, { depth, indirect })))
  const own = ownColumns(asked, graph, sql)
  const links = new Map(walks.flatMap((walk) => walk.links.map(edgeOf).map((edge) => [linkKey(edge), edge])))
  const points = new Map([...asked, ...[...links.values()].flatMap(({ from, to }) => [from, to])].map((each) => [pointKey(each), each]))
  const seen = [...own.values()].flat().flatMap(({ links: direct }) => direct.map(({ from }) => from.node))
  const nodes = describeNodes([...new Set([...[...points.values()].map(({ node }) => node), ...seen])], sql, manifest)
  const files = new Map(nodes.map((node) => [node.id, node]))
  const columns = [...points.values()].flatMap(({ node, column }) => {
    if (column === null) return []
    const known = graph.column({ node, column })
    const place = known?.location ?? files.get(node)
    return [{ node, column, type: known?.type ?? null, expression: known?.steps ?? [], file: place?.file ?? '', line: place?.line ?? 1 }]
  })
  const answer: LineageAnswer = {
    version: 1,
    asked,
    depth: depth ?? null,
    indirect,
    up: counts(walks, 'up', question, graph),
    down: counts(walks, 'down', question, graph),
    nodes,
    columns,
    edges: [...links.values()],
  }
  return { answer, walks, own }
}

/** `orders.*` is each of its columns. */
function startsOf({ node, column, all }: Asked, sql: ProjectSql): readonly Point[] {
  if (!all) return [{ node, column }]
  return (sql.nodes.get(node)?.columns ?? []).map(({ name }) => ({ node, column: name }))
}

/** What shapes the rows of a node shapes them for all its columns. */
function edgeOf({ from, to, kind, effects }: Link): AnswerEdge {
  return { from, to: kind === 'rows' ? { node: to.node, column: null } : to, kind, effects }
}

function ownColumns(asked: readonly Point[], graph: LineageGraph, sql: ProjectSql): ReadonlyMap<UniqueId, readonly OwnColumn[]> {
  const whole = asked.filter(({ column }) => column === null)
  return new Map(
    whole.map(({ node }) => {
      const columns = sql.nodes.get(node)?.columns ?? []
      return [node, columns.map(({ name, type }) => ({ name, type, links: graph.next({ node, column: name }, 'up', false) }))]
    }),
  )
}

function linkKey({ from, to, kind, effects }: Link): string {
  return `${pointKey(from)}\n\n${pointKey(to)}\n\n${kind} ${effects.join(' ')}`
}

function counts(walks: readonly Walk[], direction: Direction, { indirect }: LineageQuestion, graph: LineageGraph): AnswerCounts | null {
  const those = walks.filter((walk) => walk.direction === direction)
  if (those.length === 0) return null
  const reached = [
    ...new Map(those.flatMap(({ links }) => links.map((link) => [pointKey(endOf(link, direction)), endOf(link, direction)]))).values(),
  ]
  const nodes: Record<string, number> = {}
  for (const id of new Set(reached.map(({ node }) => node))) nodes[typeOf(id)] = (nodes[typeOf(id)] ?? 0) + 1
  return {
    // The farthest was met last.
    hops: those.reduce((most, { distance }) => Math.max(most, [...distance.values()].at(-1) ?? 0), 0),
    columns: reached.filter(({ column }) => column !== null).length,
    nodes,
    ends: reached.filter((point) => graph.next(point, direction, indirect).length === 0).length,
  }
}

function typeOf(id: UniqueId): string {
  return id.slice(0, id.indexOf('.'))
}

export function describeNodes(ids: readonly UniqueId[], sql: ProjectSql, manifest: Manifest): readonly AnswerNode[] {
  const name = nodeNames(manifest)
  return [...ids].sort().map((id) => {
    const resource = findResource(manifest, id)
    const understood = sql.nodes.get(id)
    const config = (resource?.config ?? {}) as { readonly materialized?: string }
    return {
      id,
      name: name(id),
      resource_type: resource?.resource_type ?? typeOf(id),
      materialized: config.materialized ?? null,
      known: understood?.depth ?? 'table',
      reason: understood?.reason ?? null,
      owners: ownersOf(id, manifest),
      file: resource?.original_file_path ?? '',
      line: manifest.locations.get(id)?.line ?? 1,
    }
  })
}
