/**
 * Walks over what is known of a project's SQL: from a column, or a node as a whole, to what it is made of and to what is
 * made of it. The index is built once, each part when first asked for; a walk visits each point once, circles included.
 */
import { allResources, type Manifest } from '../core/manifest.js'
import type { TestNode, UniqueId } from '../core/node.js'
import type { EdgeKind, Effect } from '../sql/index.js'
import type { NodeColumn, NodeSql, ProjectSql } from './model.js'
import { testedColumns } from './tested-columns.js'

/** A column, or with null the node as a whole: where columns are not known, and for what has none. */
export interface Point {
  readonly node: UniqueId
  readonly column: string | null
}

/** How a column gets into another; `rows`: it shapes the rows; `table`: the node is read, by which column is not known. */
export type LinkKind = EdgeKind | 'rows' | 'table' | 'test'

export interface Link {
  readonly from: Point
  readonly to: Point
  readonly kind: LinkKind
  /** Of `rows` only. */
  readonly effects: readonly Effect[]
}

export type Direction = 'up' | 'down'

export interface WalkOptions {
  /** Links on the longest way; all where absent. */
  readonly depth?: number | undefined
  /** Also columns that filter, join, group or order the rows. */
  readonly indirect?: boolean | undefined
}

export interface Walk {
  readonly start: Point
  readonly direction: Direction
  /** In the order they were met, nearest first; each once. */
  readonly links: readonly Link[]
  /** Links away from the start, by `pointKey`; the start has 0. */
  readonly distance: ReadonlyMap<string, number>
}

export interface LineageGraph {
  up(start: Point, options?: WalkOptions): Walk
  down(start: Point, options?: WalkOptions): Walk
  /** The links of one point. */
  next(point: Point, direction: Direction, indirect: boolean): readonly Link[]
  column(point: Point): NodeColumn | undefined
}

export function pointKey({ node, column }: Point): string {
  return column === null ? node : `${node}\n${column}`
}

/** The end of a link that a walk in this direction goes to. */
export function endOf(link: Link, direction: Direction): Point {
  return direction === 'up' ? link.from : link.to
}

export function lineageGraph(sql: ProjectSql, manifest: Manifest): LineageGraph {
  const index = new Index(sql, manifest)
  const walk = (start: Point, direction: Direction, { depth = Number.POSITIVE_INFINITY, indirect = false }: WalkOptions = {}): Walk => {
    const distance = new Map([[pointKey(start), 0]])
    const links: Link[] = []
    let edge: readonly Point[] = [start]
    for (let hop = 1; hop <= depth && edge.length > 0; hop++) {
      const found: Point[] = []
      for (const point of edge)
        for (const link of index.next(point, direction, indirect)) {
          links.push(link)
          const end = endOf(link, direction)
          const key = pointKey(end)
          if (distance.has(key)) continue
          distance.set(key, hop)
          found.push(end)
        }
      edge = found
    }
    return { start, direction, links, distance }
  }
  return {
    up: (start, options) => walk(start, 'up', options),
    down: (start, options) => walk(start, 'down', options),
    next: (point, direction, indirect) => index.next(point, direction, indirect),
    column: (point) => (point.column === null ? undefined : index.column(point.node, point.column)),
  }
}

type ByColumn = Map<string, Link[]>

/** By node and column: the columns and tests that take its values, and the nodes whose rows it shapes. */
interface Readers {
  readonly values: ReadonlyMap<UniqueId, ByColumn>
  readonly rows: ReadonlyMap<UniqueId, ByColumn>
  /** Tests of which it is known what they look at. */
  readonly told: ReadonlySet<UniqueId>
}

const none: readonly Link[] = []

/** Up to so many are looked through faster than an index of them is made. */
const fewColumns = 64

class Index {
  readonly #sql: ProjectSql
  readonly #manifest: Manifest
  readonly #wide = new Map<UniqueId, ReadonlyMap<string, NodeColumn>>()
  readonly #unclear = new Map<UniqueId, readonly UniqueId[]>()
  #parents: ReadonlyMap<UniqueId, readonly UniqueId[]> | undefined
  #children: ReadonlyMap<UniqueId, readonly UniqueId[]> | undefined
  #readers: Readers | undefined

  constructor(sql: ProjectSql, manifest: Manifest) {
    this.#sql = sql
    this.#manifest = manifest
  }

  column(id: UniqueId, name: string): NodeColumn | undefined {
    const columns = this.#sql.nodes.get(id)?.columns ?? []
    if (columns.length <= fewColumns) return columns.find((column) => column.name === name)
    const known = this.#wide.get(id) ?? new Map(columns.map((column) => [column.name, column]))
    this.#wide.set(id, known)
    return known.get(name)
  }

  next(point: Point, direction: Direction, indirect: boolean): readonly Link[] {
    if (direction === 'up') return point.column === null ? this.#above(point) : this.#inputs(point, point.column, indirect)
    return point.column === null ? this.#below(point) : this.#uses(point, point.column, indirect)
  }

  /** What a column is made of. */
  #inputs(point: Point, name: string, indirect: boolean): readonly Link[] {
    const node = this.#sql.nodes.get(point.node)
    const column = this.column(point.node, name)
    if (!node || !column) return node && isClear(node) ? none : this.#above(point)
    const values = column.upstream.map((edge) => direct({ node: edge.node, column: edge.column }, point, edge.kind))
    return indirect ? [...values, ...rowLinks(node, point)] : values
  }

  /** What a column goes into: columns, tests, and nodes that read it in a way not known. */
  #uses(point: Point, name: string, indirect: boolean): readonly Link[] {
    this.#readers ??= readersOf(this.#sql, this.#manifest)
    const values = this.#readers.values.get(point.node)?.get(name) ?? none
    const rows = indirect ? (this.#readers.rows.get(point.node)?.get(name) ?? none) : none
    const unclear = this.#unclearBelow(point.node, this.#readers.told)
    return [...values, ...rows, ...unclear.map((child) => whole(point, { node: child, column: null }))]
  }

  /** Readers of which it is not known what they take. */
  #unclearBelow(id: UniqueId, told: ReadonlySet<UniqueId>): readonly UniqueId[] {
    let unclear = this.#unclear.get(id)
    if (!unclear) {
      unclear = this.#childrenOf(id).filter((child) => !told.has(child) && !isClear(this.#sql.nodes.get(child)))
      this.#unclear.set(id, unclear)
    }
    return unclear
  }

  #above(point: Point): readonly Link[] {
    this.#parents ??= parentsOf(this.#sql, this.#manifest)
    return (this.#parents.get(point.node) ?? []).map((node) => whole({ node, column: null }, point))
  }

  #below(point: Point): readonly Link[] {
    return this.#childrenOf(point.node).map((node) => whole(point, { node, column: null }))
  }

  #childrenOf(id: UniqueId): readonly UniqueId[] {
    this.#parents ??= parentsOf(this.#sql, this.#manifest)
    this.#children ??= turned(this.#parents)
    return this.#children.get(id) ?? []
  }
}

function direct(from: Point, to: Point, kind: LinkKind): Link {
  return { from, to, kind, effects: [] }
}

function whole(from: Point, to: Point): Link {
  return { from, to, kind: 'table', effects: [] }
}

function rowLinks(node: NodeSql, to: Point): Link[] {
  return node.rows.map(({ effects, ...from }) => ({ from: { node: from.node, column: from.column }, to, kind: 'rows', effects }))
}

/** All its columns are known, with where each comes from. */
function isClear(node: NodeSql | undefined): boolean {
  return node?.depth === 'column' && node.complete
}

/** What each resource reads: what its SQL names, and what it depends on by its templates, which see other branches as well. */
function parentsOf(sql: ProjectSql, manifest: Manifest): ReadonlyMap<UniqueId, readonly UniqueId[]> {
  const parents = new Map<UniqueId, readonly UniqueId[]>()
  for (const resource of allResources(manifest)) {
    if (resource.resource_type === 'unit_test' || !('depends_on' in resource)) continue
    const reads = sql.nodes.get(resource.unique_id)?.reads ?? []
    // A manifest that was read back has none for seeds.
    const known = new Set([...reads, ...(resource.depends_on.nodes ?? [])])
    known.delete(resource.unique_id)
    parents.set(resource.unique_id, [...known].sort())
  }
  for (const [id, { reads }] of sql.nodes) if (!parents.has(id)) parents.set(id, reads)
  return parents
}

function turned(parents: ReadonlyMap<UniqueId, readonly UniqueId[]>): ReadonlyMap<UniqueId, readonly UniqueId[]> {
  const children = new Map<UniqueId, UniqueId[]>()
  for (const [child, above] of parents)
    for (const parent of above) {
      const known = children.get(parent)
      if (known) known.push(child)
      else children.set(parent, [child])
    }
  for (const list of children.values()) list.sort()
  return children
}

function readersOf(sql: ProjectSql, manifest: Manifest): Readers {
  const values = new Map<UniqueId, ByColumn>()
  const rows = new Map<UniqueId, ByColumn>()
  const told = new Set<UniqueId>()
  for (const node of sql.nodes.values()) {
    const test = manifest.nodes[node.id]
    const isTest = test?.resource_type === 'test'
    const links = isTest ? testLinks(node, test) : valueLinks(node)
    for (const link of links) add(values, link)
    if (isTest && links.length > 0) told.add(node.id)
    if (!isTest) for (const link of rowLinks(node, { node: node.id, column: null })) add(rows, link)
  }
  return { values, rows, told }
}

function testLinks(node: NodeSql, test: TestNode): readonly Link[] {
  return testedColumns(node, test).map((from) => direct(from, { node: node.id, column: null }, 'test'))
}

function valueLinks(node: NodeSql): readonly Link[] {
  return node.columns.flatMap(({ name, upstream }) => {
    const to = { node: node.id, column: name }
    return upstream.map((edge) => direct({ node: edge.node, column: edge.column }, to, edge.kind))
  })
}

function add(index: Map<UniqueId, ByColumn>, link: Link): void {
  const { node, column } = link.from
  const columns = index.get(node) ?? new Map<string, Link[]>()
  index.set(node, columns)
  const links = columns.get(column ?? '')
  if (links) links.push(link)
  else columns.set(column ?? '', [link])
}
