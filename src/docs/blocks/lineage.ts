/** Column lineage of each node: the links `sluice lineage` walks, so that the page and the command give the same answer. */
import type { Manifest } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import type { LineageGraph, Link, NodeColumn, NodeSql, ProjectSql } from '../../lineage/index.js'
import type { SiteMaking } from '../making.js'
import type { SiteLineage, SiteLineageColumn, SiteLink } from '../model/index.js'

/** Undefined where the SQL is not understood. */
export async function siteLineage(making: SiteMaking): Promise<SiteLineage[] | undefined> {
  const { sql, manifest } = making.input
  if (!sql) return undefined
  const { lineageGraph } = await import('../../lineage/index.js')
  const maker = new Maker(making, sql, lineageGraph(sql, manifest))
  return making.shown.map((resource) => maker.node(resource.unique_id))
}

type Shape = SiteLineage['shapes'][number]

class Maker {
  readonly #making: SiteMaking
  readonly #sql: ProjectSql
  readonly #graph: LineageGraph
  readonly #named: ReadonlyMap<UniqueId, ReadonlySet<string>>
  readonly #withSql: boolean

  constructor(making: SiteMaking, sql: ProjectSql, graph: LineageGraph) {
    this.#making = making
    this.#sql = sql
    this.#graph = graph
    this.#named = namedColumns(sql, making.input.manifest)
    this.#withSql = making.input.options?.excludeSql !== true
  }

  node(id: UniqueId): SiteLineage {
    const known = this.#sql.nodes.get(id)
    const shapes: Shape[] = []
    const columns = this.#columns(id, known, shapes)
    const tested = new Set(columns.flatMap(({ tests }) => tests))
    const whole = { node: id, column: null }
    const below = this.#graph.next(whole, 'down', false)
    // A column that nobody names leads only to readers of which it is not known what they take.
    const unclear = this.#graph.next({ node: id, column: '' }, 'down', false)
    const anyColumn = new Set(unclear.map(({ to }) => to.node))
    const pageless = below.flatMap(({ to }) => (this.#place(to.node) === undefined && !tested.has(to.node) ? [to.node] : []))
    return {
      known: known?.depth ?? 'none',
      reason: known?.reason ?? '',
      clear: known?.depth === 'column' && known.complete,
      columns,
      own: known?.columns.length ?? 0,
      rows: (known?.rows ?? []).flatMap((row) => this.#placed(row.node).map((place) => [place, row.column, row.effects] as const)),
      shapes,
      above: this.#graph.next(whole, 'up', false).flatMap(({ from }) => this.#placed(from.node)),
      below: below.flatMap(({ to }) => this.#placed(to.node)),
      unclear: unclear.flatMap(({ to }) => this.#placed(to.node)),
      readers: pageless.map((reader) => [reader, anyColumn.has(reader) ? 1 : 0] as const),
    }
  }

  /** Takes down the nodes whose rows they shape. */
  #columns(id: UniqueId, known: NodeSql | undefined, shapes: Shape[]): SiteLineageColumn[] {
    const own = known?.columns ?? []
    const names = new Set(own.map(({ name }) => name))
    const others = [...(this.#named.get(id) ?? [])].filter((name) => !names.has(name)).sort()
    return [
      ...own.map((column) => this.#column(id, column.name, column, shapes)),
      ...others.map((name) => this.#column(id, name, undefined, shapes)),
    ]
  }

  #column(id: UniqueId, name: string, known: NodeColumn | undefined, shapes: Shape[]): SiteLineageColumn {
    const point = { node: id, column: name }
    const links = this.#graph.next(point, 'down', true)
    const values = links.filter(({ kind }) => kind !== 'table' && kind !== 'rows')
    for (const { kind, to, effects } of links) {
      const place = kind === 'rows' ? this.#place(to.node) : undefined
      if (place !== undefined) shapes.push([name, place, effects])
    }
    return {
      name,
      type: known?.type ?? '',
      up: this.#ends(this.#graph.next(point, 'up', false), 'from'),
      down: this.#ends(values, 'to'),
      tests: [...new Set(values.filter(({ kind }) => kind === 'test').map(({ to }) => to.node))],
      steps: this.#withSql ? (known?.steps ?? []).map(({ within, sql }) => [within ?? '', sql] as const) : [],
      line: known?.location?.line ?? 0,
    }
  }

  /** N.B. a large project has a million of these: no list is made for each. */
  #ends(links: readonly Link[], end: 'from' | 'to'): SiteLink[] {
    const ends: SiteLink[] = []
    for (const link of links) {
      const place = this.#place(link[end].node)
      if (place !== undefined) ends.push([place, link[end].column ?? '', link.kind])
    }
    return ends
  }

  #place(id: UniqueId): number | undefined {
    return this.#making.place.get(id)
  }

  #placed(id: UniqueId): readonly number[] {
    const place = this.#place(id)
    return place === undefined ? [] : [place]
  }
}

/** Columns that some SQL or test takes from each node, its own ones or not. */
function namedColumns(sql: ProjectSql, manifest: Manifest): ReadonlyMap<UniqueId, ReadonlySet<string>> {
  const named = new Map<UniqueId, Set<string>>()
  const add = ({ node, column }: { readonly node: UniqueId; readonly column: string }) => {
    const names = named.get(node) ?? new Set()
    named.set(node, names.add(column))
  }
  for (const node of sql.nodes.values()) {
    for (const { upstream } of node.columns) for (const edge of upstream) add(edge)
    for (const row of node.rows) add(row)
    const test = manifest.nodes[node.id]
    if (test?.resource_type === 'test' && test.attached_node && test.column_name)
      add({ node: test.attached_node, column: test.column_name.replace(/^(["`[])(.*)["`\]]$/s, '$2') })
  }
  return named
}
