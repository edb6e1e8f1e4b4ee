/** What the changes between two versions of a project touch: which readers would break or read other values, and who answers for them. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import { type AnswerNode, describeNodes } from './answer.js'
import { type ColumnChange, changeOf, type NodeChange } from './change.js'
import { endOf, type LineageGraph, type Link, lineageGraph, type Point, pointKey } from './graph.js'
import type { NodeSql, ProjectSql } from './model.js'
import { changedMacros } from './previous.js'
import { sameTemplate } from './template.js'

export interface ProjectVersion {
  readonly sql: ProjectSql
  readonly manifest: Manifest
}

export interface ChangedNode {
  readonly node: AnswerNode
  readonly change: 'added' | 'removed' | 'changed'
  readonly level: Exclude<NodeChange['level'], 'none'>
  /** Its rows are shaped differently. */
  readonly rows: boolean
  readonly columns: readonly ColumnChange[]
  /** Why the two versions cannot be compared; null where they can. */
  readonly unknown: string | null
}

/** `breaks`: it reads what is no longer there, or is of another type; `values`: it may read other values or rows. */
export type Effect = 'breaks' | 'values'

export interface TouchedNode {
  readonly node: AnswerNode
  readonly effect: Effect
  /** Its own columns that are touched; null: all, or it has none. */
  readonly columns: readonly string[] | null
  /** The changes that reach it; with null for the column, the node's rows. */
  readonly through: readonly Point[]
}

export interface ImpactOwner {
  readonly owner: string
  readonly breaks: boolean
  /** Ids of changed and touched nodes. */
  readonly nodes: readonly UniqueId[]
}

export interface Impact {
  readonly version: 1
  readonly level: NodeChange['level']
  /** Breaking ones first. */
  readonly changed: readonly ChangedNode[]
  /** What breaks first. */
  readonly touched: readonly TouchedNode[]
  readonly owners: readonly ImpactOwner[]
}

export function impactOf(before: ProjectVersion, after: ProjectVersion): Impact {
  const changed = changedNodes(before, after)
  const touched = new Touching(before, after, changed).all()
  const byRank = (first: { readonly node: AnswerNode }, second: { readonly node: AnswerNode }) =>
    kindRank(first.node) - kindRank(second.node)
  const nodes = changed.toSorted(
    (first, second) => Number(second.level === 'breaking') - Number(first.level === 'breaking') || byRank(first, second),
  )
  const readers = touched.toSorted(
    (first, second) => Number(second.effect === 'breaks') - Number(first.effect === 'breaks') || byRank(first, second),
  )
  const level = nodes.some((each) => each.level === 'breaking') ? 'breaking' : nodes.length > 0 ? 'compatible' : 'none'
  return { version: 1, level, changed: nodes, touched: readers, owners: owners(nodes, readers) }
}

/** Readers people see come before the tests. */
const kinds = [
  'exposure',
  'model',
  'snapshot',
  'seed',
  'source',
  'metric',
  'semantic_model',
  'saved_query',
  'analysis',
  'test',
  'unit_test',
]

function kindRank({ resource_type }: AnswerNode): number {
  return kinds.indexOf(resource_type) >>> 0
}

/** Tests and analyses have no readers: that one is new or changed touches nobody. */
const counted: ReadonlySet<string> = new Set(['model', 'snapshot', 'seed', 'source'])

function changedNodes(before: ProjectVersion, after: ProjectVersion): ChangedNode[] {
  const ids = new Set([...before.sql.nodes.keys(), ...after.sql.nodes.keys()].filter((id) => counted.has(id.slice(0, id.indexOf('.')))))
  return [...ids].sort().flatMap((id) => {
    const was = before.sql.nodes.get(id)
    const is = after.sql.nodes.get(id)
    if (!was || !is) return is ? [alone('added', id, after)] : [alone('removed', id, before)]
    const change = compared(id, was, is, before.manifest, after)
    if (change.level === 'none') return []
    const [node] = describeNodes([id], after.sql, after.manifest)
    const { level, rows, columns, unknown = null } = change
    return node ? [{ node, change: 'changed' as const, level, rows, columns, unknown }] : []
  })
}

function alone(change: 'added' | 'removed', id: UniqueId, { sql, manifest }: ProjectVersion): ChangedNode {
  const [node] = describeNodes([id], sql, manifest)
  return {
    node: node as AnswerNode,
    change,
    level: change === 'added' ? 'compatible' : 'breaking',
    rows: change === 'removed',
    columns: [],
    unknown: null,
  }
}

/**
 * Of a seed the file counts as well: its rows are not SQL. A query of the same text is changed by what it reads alone: which
 * columns it has and of which types is its own, other values and rows are a matter of the change they come from.
 */
function compared(id: UniqueId, was: NodeSql, is: NodeSql, before: Manifest, { sql, manifest: after }: ProjectVersion): NodeChange {
  const change = changeOf(was, is, sql.dialect)
  const [old, now] = [before.nodes[id], after.nodes[id]]
  if (!old || !now) return change
  if (now.resource_type === 'seed')
    return old.checksum.checksum === now.checksum.checksum ? change : { ...change, level: 'breaking', rows: true }
  if (!sameText(now, old, before, after)) return change
  const columns = was.complete && is.complete ? change.columns.filter((each) => each.change !== 'value' && each.change !== 'reordered') : []
  const level = columns.some(({ breaking }) => breaking) ? 'breaking' : columns.length > 0 ? 'compatible' : 'none'
  return { level, rows: false, columns }
}

function sameText(now: ManifestNode, old: ManifestNode, before: Manifest, after: Manifest): boolean {
  return sameTemplate(now.raw_code, old.raw_code) && changedMacros(now, old, after, before).length === 0
}

/** Changes that take away what a reader names or counts on. */
const removing: ReadonlySet<ColumnChange['change']> = new Set(['removed', 'renamed', 'retyped'])
/** Changes that no reader of the column notices. */
const harmless: ReadonlySet<ColumnChange['change']> = new Set(['added', 'reordered'])

interface Touch {
  effect: Effect
  readonly columns: Set<string>
  whole: boolean
  readonly through: Map<string, Point>
}

class Touching {
  readonly #before: ProjectVersion
  readonly #after: ProjectVersion
  readonly #changed: readonly ChangedNode[]
  readonly #own: ReadonlySet<UniqueId>
  readonly #touched = new Map<UniqueId, Touch>()

  constructor(before: ProjectVersion, after: ProjectVersion, changed: readonly ChangedNode[]) {
    this.#before = before
    this.#after = after
    this.#changed = changed
    this.#own = new Set(changed.map(({ node }) => node.id))
  }

  all(): readonly TouchedNode[] {
    const now = lineageGraph(this.#after.sql, this.#after.manifest)
    // Who read what is gone, only the earlier version knows.
    const then = lineageGraph(this.#before.sql, this.#before.manifest)
    for (const each of this.#changed) {
      const { node, change, rows } = each
      if (rows) this.#follow(change === 'removed' ? then : now, { node: node.id, column: null }, change === 'removed')
      for (const column of each.columns) this.#followColumn(node.id, column, now, then)
      if (change !== 'added') this.#unitTests(node.id)
    }
    return this.#described()
  }

  #followColumn(node: UniqueId, { change, column, from }: ColumnChange, now: LineageGraph, then: LineageGraph): void {
    if (harmless.has(change)) return
    const gone = change === 'removed' || change === 'renamed'
    const start = { node, column: change === 'renamed' ? (from ?? column) : column }
    this.#follow(gone ? then : now, start, removing.has(change))
  }

  /** Who reads it directly breaks, who reads those has other values. */
  #follow(graph: LineageGraph, start: Point, breaks: boolean): void {
    const seen = new Set([pointKey(start)])
    let edge: readonly Point[] = [start]
    for (let hop = 1; edge.length > 0; hop++) {
      const found: Point[] = []
      for (const point of edge)
        for (const link of graph.next(point, 'down', true)) {
          const end = endOf(link, 'down')
          this.#touch(end, start, breaks && hop === 1 && !this.#isMended(link))
          if (seen.has(pointKey(end))) continue
          seen.add(pointKey(end))
          found.push(end)
        }
      edge = found
    }
  }

  /** A reader that was changed along and in which nothing is wrong now. */
  #isMended({ to }: Link): boolean {
    const node = this.#after.sql.nodes.get(to.node)
    return this.#own.has(to.node) && node !== undefined && !node.findings.some(({ severity }) => severity === 'error')
  }

  #touch({ node, column }: Point, through: Point, breaks: boolean): void {
    if (node === through.node || !findResource(this.#after.manifest, node)) return
    const known = this.#touched.get(node) ?? {
      effect: 'values' as Effect,
      columns: new Set<string>(),
      whole: false,
      through: new Map<string, Point>(),
    }
    if (breaks) known.effect = 'breaks'
    if (column === null) known.whole = true
    else known.columns.add(column)
    known.through.set(pointKey(through), through)
    this.#touched.set(node, known)
  }

  #unitTests(id: UniqueId): void {
    for (const test of Object.values(this.#after.manifest.unit_tests))
      if (test.depends_on.nodes.includes(id)) this.#touch({ node: test.unique_id, column: null }, { node: id, column: null }, false)
  }

  #described(): readonly TouchedNode[] {
    const { sql, manifest } = this.#after
    const nodes = describeNodes([...this.#touched.keys()], sql, manifest)
    return nodes.map((node) => {
      const { effect, columns, whole, through } = this.#touched.get(node.id) as Touch
      return { node, effect, columns: whole ? null : [...columns], through: [...through.values()] }
    })
  }
}

function owners(changed: readonly ChangedNode[], touched: readonly TouchedNode[]): readonly ImpactOwner[] {
  const found = new Map<string, { breaks: boolean; readonly nodes: Set<UniqueId> }>()
  const add = ({ owners: names, id }: AnswerNode, breaks: boolean) => {
    for (const name of names) {
      const known = found.get(name) ?? { breaks: false, nodes: new Set<UniqueId>() }
      if (breaks) known.breaks = true
      known.nodes.add(id)
      found.set(name, known)
    }
  }
  for (const { node } of changed) add(node, false)
  for (const { node, effect } of touched) add(node, effect === 'breaks')
  const list = [...found].map(([owner, { breaks, nodes }]) => ({ owner, breaks, nodes: [...nodes] }))
  return list.sort((first, second) => Number(second.breaks) - Number(first.breaks) || first.owner.localeCompare(second.owner))
}
