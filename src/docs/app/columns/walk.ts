/**
 * Walks column lineage in the page: the same steps over the same links as `sluice lineage` makes in Node, with the links of
 * each node read when the walk reaches it. A point is visited once, circles included.
 */
import type { SiteLineage, SiteLineageColumn } from '../../model/index.js'

export interface Point {
  /** Position in the index; -1 for tests and hooks, which have no page of their own. */
  readonly place: number
  readonly id: string
  /** Empty: the node as a whole. */
  readonly column: string
}

export interface Edge {
  readonly from: Point
  readonly to: Point
  /** `passthrough`, `rename`, `derive`, `aggregate`, `window`, `rows`, `table` or `test`. */
  readonly kind: string
  /** Of `rows` only. */
  readonly effects: readonly string[]
}

export type Direction = 'up' | 'down'

export interface Walk {
  readonly start: Point
  readonly direction: Direction
  /** In the order they were met, nearest first. */
  readonly edges: readonly Edge[]
  /** Every point that was met but the start, nearest first. */
  readonly reached: readonly Point[]
  /** Links away from the start, by `pointKey`; the start has 0. */
  readonly distance: ReadonlyMap<string, number>
  /** As the command counts them. */
  readonly counts: Counts
  /** False where the limit cut it short. */
  readonly complete: boolean
}

export interface Counts {
  readonly hops: number
  readonly columns: number
  /** By resource type. */
  readonly nodes: Readonly<Record<string, number>>
  /** Points that nothing leads on from. */
  readonly ends: number
}

export interface WalkOptions {
  readonly depth?: number
  /** Also columns that filter, join, group or order the rows. */
  readonly indirect?: boolean
  /** Points at most. */
  readonly limit?: number
}

/** Where links are read from. */
export interface Links {
  /** Unique id of the node at a place. */
  id(place: number): string
  read(place: number): Promise<SiteLineage | undefined>
}

export function pointKey({ id, column }: Point): string {
  return column === '' ? id : `${id}\n${column}`
}

export function endOf(edge: Edge, direction: Direction): Point {
  return direction === 'up' ? edge.from : edge.to
}

export async function walkColumns(links: Links, start: Point, direction: Direction, options: WalkOptions = {}): Promise<Walk> {
  const { depth = Number.POSITIVE_INFINITY, indirect = false, limit = Number.POSITIVE_INFINITY } = options
  const walking = new Walking(links, start, direction, indirect)
  let frontier: readonly Point[] = [start]
  let hop = 1
  for (; hop <= depth && frontier.length > 0 && walking.distance.size <= limit; hop++) frontier = await walking.hop(frontier, hop)
  const cut = frontier.length > 0 && hop <= depth
  if (frontier.length > 0 && !cut) await walking.lookAhead(frontier)
  return walking.done(!cut)
}

class Walking {
  readonly distance: Map<string, number>
  readonly #links: Links
  readonly #start: Point
  readonly #direction: Direction
  readonly #indirect: boolean
  readonly #edges: Edge[] = []
  readonly #reached: Point[] = []
  /** Points that nothing leads on from. */
  readonly #ends = new Set<string>()

  constructor(links: Links, start: Point, direction: Direction, indirect: boolean) {
    this.#links = links
    this.#start = start
    this.#direction = direction
    this.#indirect = indirect
    this.distance = new Map([[pointKey(start), 0]])
  }

  /** The points first met from these. */
  async hop(frontier: readonly Point[], hop: number): Promise<readonly Point[]> {
    const edges = await this.#next(frontier)
    const found: Point[] = []
    for (const edge of edges) {
      const end = endOf(edge, this.#direction)
      const key = pointKey(end)
      if (this.distance.has(key)) continue
      this.distance.set(key, hop)
      found.push(end)
    }
    for (const edge of edges) this.#edges.push(edge)
    for (const point of found) this.#reached.push(point)
    return found
  }

  /** Whether anything leads on from those at the edge. */
  async lookAhead(frontier: readonly Point[]): Promise<void> {
    await this.#next(frontier)
  }

  async #next(points: readonly Point[]): Promise<readonly Edge[]> {
    const places = [...new Set(points.flatMap(({ place }) => (place < 0 ? [] : [place])))]
    const entries = new Map(await Promise.all(places.map(async (place) => [place, await this.#links.read(place)] as const)))
    return points.flatMap((point) => {
      const edges = nextEdges(this.#links, point, this.#direction, this.#indirect, entries.get(point.place))
      if (edges.length === 0) this.#ends.add(pointKey(point))
      return edges
    })
  }

  done(complete: boolean): Walk {
    const direction = this.#direction
    const points = new Map(this.#edges.map((edge) => [pointKey(endOf(edge, direction)), endOf(edge, direction)]))
    const nodes: Record<string, number> = {}
    for (const type of [...new Set([...points.values()].map(({ id }) => id))].map(typeOf)) nodes[type] = (nodes[type] ?? 0) + 1
    const counts = {
      hops: [...this.distance.values()].at(-1) ?? 0,
      columns: [...points.values()].filter(({ column }) => column !== '').length,
      nodes,
      ends: [...points.keys()].filter((key) => this.#ends.has(key)).length,
    }
    return { start: this.#start, direction, edges: this.#edges, reached: this.#reached, distance: this.distance, counts, complete }
  }
}

export function typeOf(id: string): string {
  return id.slice(0, id.indexOf('.'))
}

/** The links of one point. */
export function nextEdges(
  links: Links,
  point: Point,
  direction: Direction,
  indirect: boolean,
  entry: SiteLineage | undefined,
): readonly Edge[] {
  if (!entry) return []
  const at = (place: number, column: string): Point => ({ place, id: links.id(place), column })
  const without = (id: string): Point => ({ place: -1, id, column: '' })
  if (direction === 'up') return inputs(point, entry, at, indirect)
  return point.column === '' ? readers(point, entry, at, without) : uses(point, entry, at, without, indirect)
}

type At = (place: number, column: string) => Point

function inputs(point: Point, entry: SiteLineage, at: At, indirect: boolean): readonly Edge[] {
  const column = point.column === '' ? undefined : columnOf(entry, point.column)
  if (!column) return point.column !== '' && entry.clear ? [] : entry.above.map((place) => whole(at(place, ''), point))
  const values = column.up.map(([place, name, kind]): Edge => ({ from: at(place, name), to: point, kind, effects: [] }))
  const ofItsSql = entry.columns.indexOf(column) < entry.own
  if (!indirect || !ofItsSql) return values
  return [...values, ...entry.rows.map(([place, name, effects]): Edge => ({ from: at(place, name), to: point, kind: 'rows', effects }))]
}

function uses(point: Point, entry: SiteLineage, at: At, without: (id: string) => Point, indirect: boolean): readonly Edge[] {
  const column = columnOf(entry, point.column)
  const values = (column?.down ?? []).map(([place, name, kind]): Edge => ({ from: point, to: at(place, name), kind, effects: [] }))
  const tests = (column?.tests ?? []).map((id): Edge => ({ from: point, to: without(id), kind: 'test', effects: [] }))
  const shaped = indirect ? entry.shapes.filter(([name]) => name === point.column) : []
  const rows = shaped.map(([, place, effects]): Edge => ({ from: point, to: at(place, ''), kind: 'rows', effects }))
  const unclear = entry.unclear.map((place) => whole(point, at(place, '')))
  const pageless = entry.readers.flatMap(([id, any]) => (any === 1 ? [whole(point, without(id))] : []))
  return [...values, ...tests, ...rows, ...unclear, ...pageless]
}

function readers(point: Point, entry: SiteLineage, at: At, without: (id: string) => Point): readonly Edge[] {
  const tests = new Set(entry.columns.flatMap((column) => column.tests))
  const ids = [...tests, ...entry.readers.map(([id]) => id)]
  return [...entry.below.map((place) => whole(point, at(place, ''))), ...ids.map((id) => whole(point, without(id)))]
}

function whole(from: Point, to: Point): Edge {
  return { from, to, kind: 'table', effects: [] }
}

const byName = new WeakMap<SiteLineage, ReadonlyMap<string, SiteLineageColumn>>()

export function columnOf(entry: SiteLineage, name: string): SiteLineageColumn | undefined {
  let known = byName.get(entry)
  if (!known) {
    known = new Map(entry.columns.map((column) => [column.name, column]))
    byName.set(entry, known)
  }
  return known.get(name)
}
