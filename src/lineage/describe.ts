/**
 * What is said of a column: by the properties of its own node, or by the nearest column upstream whose value comes through
 * unchanged. Offered to docs, hovers and coverage; the manifest keeps what its files say, and nothing else.
 */
import { findResource, type Manifest } from '../core/manifest.js'
import type { ColumnSpec, UniqueId } from '../core/node.js'
import type { ColumnId, NodeColumn, ProjectSql } from './model.js'

/** Where something said of a column comes from. The way is spelled out when asked for: a long chain would carry it in every column. */
export class ColumnOrigin implements ColumnId {
  readonly node: UniqueId
  readonly column: string
  readonly #from: ColumnId
  readonly #before: ColumnOrigin | null

  constructor(from: ColumnId, before: ColumnOrigin | null) {
    this.node = before?.node ?? from.node
    this.column = before?.column ?? from.column
    this.#from = from
    this.#before = before
  }

  /** Columns between there and here, the nearest to the origin first. */
  get via(): readonly ColumnId[] {
    const way: ColumnId[] = []
    for (let step: ColumnOrigin = this; step.#before; step = step.#before) way.push({ node: step.#from.node, column: step.#from.column })
    return way.reverse()
  }
}

export interface ColumnText {
  readonly text: string
  /** Null where the node says it itself. */
  readonly from: ColumnOrigin | null
}

export interface ColumnTag {
  readonly tag: string
  readonly from: ColumnOrigin | null
}

export interface ColumnsDescribed {
  /** Undefined where nothing is said, or columns that come together here are described differently. */
  text(node: UniqueId, column: string): ColumnText | undefined
  /** Tags of the column and of all columns it takes its value from unchanged; a true `meta` key counts as a tag. */
  tags(node: UniqueId, column: string): readonly ColumnTag[]
}

/** One for each reading of a project: docs and coverage ask for the same hundreds of thousands of columns. */
const known = new WeakMap<ProjectSql, { readonly manifest: Manifest; readonly described: ColumnsDescribed }>()

/** Lazy: what nobody asks for is not looked up. */
export function describeColumns(manifest: Manifest, sql: ProjectSql): ColumnsDescribed {
  const before = known.get(sql)
  if (before?.manifest === manifest) return before.described
  const described = describedBy(manifest, sql)
  known.set(sql, { manifest, described })
  return described
}

function describedBy(manifest: Manifest, sql: ProjectSql): ColumnsDescribed {
  const project = projectColumns(manifest, sql)
  const texts = inherited<ColumnText | undefined>(project, (id, above) => {
    const text = project.spec(id)?.description.trim() ?? ''
    if (text !== '') return { text, from: null }
    const found = above.flatMap(([from, value]) => (value ? [{ text: value.text, from: new ColumnOrigin(from, value.from) }] : []))
    return new Set(found.map((each) => each.text)).size === 1 ? found[0] : undefined
  })
  const tags = inherited<readonly ColumnTag[]>(project, (id, above) => {
    const own = tagsOf(project.spec(id)).map((tag) => ({ tag, from: null }))
    const more = above.flatMap(([from, value]) => value.map((each) => ({ tag: each.tag, from: new ColumnOrigin(from, each.from) })))
    const unique = new Map([...more.reverse(), ...own].map((each) => [each.tag, each]))
    return [...unique.values()]
  })
  return { text: (node, column) => texts({ node, column }), tags: (node, column) => tags({ node, column }) }
}

/** Tags of a column's properties; `meta: {pii: true}` counts as the tag `pii`. */
export function tagsOf(spec: ColumnSpec | undefined): readonly string[] {
  if (!spec) return []
  const configured = spec.config as { readonly tags?: unknown; readonly meta?: unknown }
  const metas = [spec.meta, configured.meta].filter((meta) => meta !== null && typeof meta === 'object') as object[]
  const tags = [...spec.tags, ...(Array.isArray(configured.tags) ? configured.tags.map(String) : [])]
  const flags = metas.flatMap((meta) => Object.entries(meta).flatMap(([key, value]) => (value === true ? [key] : [])))
  return [...new Set([...tags, ...flags])]
}

/** The columns a node is known to have: those of its SQL, then those that only its properties name. */
export function columnNames(manifest: Manifest, sql: ProjectSql, id: UniqueId): readonly string[] {
  const known = sql.nodes.get(id)?.columns.map(({ name }) => name) ?? []
  const keys = new Set(known.map((name) => name.toLowerCase()))
  return [...known, ...Object.values(specsOf(manifest, id)).flatMap(({ name }) => (keys.has(name.toLowerCase()) ? [] : [name]))]
}

interface ProjectColumns {
  spec(id: ColumnId): ColumnSpec | undefined
  /** Columns whose value this one is, if it is nothing else. */
  sources(id: ColumnId): readonly ColumnId[]
}

function projectColumns(manifest: Manifest, sql: ProjectSql): ProjectColumns {
  const specs = lookup((node) => Object.values(specsOf(manifest, node)))
  const columns = lookup<NodeColumn>((node) => sql.nodes.get(node)?.columns ?? [])
  return {
    spec: specs,
    sources: (id) => {
      const edges = columns(id)?.upstream ?? []
      return edges.every(({ kind }) => kind === 'passthrough' || kind === 'rename') ? edges : []
    },
  }
}

function specsOf(manifest: Manifest, id: UniqueId): Readonly<Record<string, ColumnSpec>> {
  const resource = findResource(manifest, id)
  return resource && 'columns' in resource ? (resource.columns as Readonly<Record<string, ColumnSpec>>) : {}
}

/** By node and name: as written, else whatever differs in case only. */
function lookup<T extends { readonly name: string }>(list: (node: UniqueId) => readonly T[]): (id: ColumnId) => T | undefined {
  const known = new Map<UniqueId, Map<string, T>>()
  return ({ node, column }) => {
    let names = known.get(node)
    if (!names) {
      const all = list(node)
      names = new Map([
        ...all.toReversed().map((each) => [each.name.toLowerCase(), each] as const),
        ...all.map((each) => [each.name, each] as const),
      ])
      known.set(node, names)
    }
    return names.get(column) ?? names.get(column.toLowerCase())
  }
}

type Above<T> = readonly (readonly [ColumnId, T])[]

function inherited<T>(project: ProjectColumns, answer: (id: ColumnId, above: Above<T>) => T): (id: ColumnId) => T {
  return alongColumns((id) => project.sources(id), answer)
}

/**
 * An answer for a column, made of the answers for the columns above it. Found from the top down, by a stack of its own: chains may be
 * longer than calls go deep. A circle ends where it closes.
 */
export function alongColumns<T, S extends ColumnId>(
  sourcesOf: (id: ColumnId) => readonly S[],
  answer: (id: ColumnId, above: readonly (readonly [S, T])[]) => T,
): (id: ColumnId) => T {
  const known = new Map<UniqueId, Map<string, { readonly value: T }>>()
  const find = ({ node, column }: ColumnId) => known.get(node)?.get(column.toLowerCase())
  const keep = ({ node, column }: ColumnId, value: T) => {
    const columns = known.get(node) ?? new Map<string, { readonly value: T }>()
    known.set(node, columns.set(column.toLowerCase(), { value }))
  }
  return (wanted) => {
    const before = find(wanted)
    if (before) return before.value
    const open = new Set<string>()
    const stack: ColumnId[] = [wanted]
    for (let id = stack.at(-1); id && !find(wanted); id = stack.at(-1)) {
      const sources = find(id) ? [] : sourcesOf(id)
      // Mostly all of them are known: only the others are looked up by a key that takes long to make.
      const waiting = unopened(sources, id, find, open)
      if (waiting.length > 0) {
        stack.push(...waiting)
        continue
      }
      if (!find(id)) keep(id, answer(id, answersOf(sources, find)))
      stack.pop()
    }
    return find(wanted)?.value as T
  }
}

type Find<T> = (id: ColumnId) => { readonly value: T } | undefined

function unopened<T, S extends ColumnId>(sources: readonly S[], id: ColumnId, find: Find<T>, open: Set<string>): readonly S[] {
  const unknown = sources.filter((source) => !find(source))
  if (unknown.length === 0) return unknown
  const keyOf = ({ node, column }: ColumnId) => `${node}\0${column.toLowerCase()}`
  open.add(keyOf(id))
  return unknown.filter((source) => !open.has(keyOf(source)))
}

function answersOf<T, S extends ColumnId>(sources: readonly S[], find: Find<T>): (readonly [S, T])[] {
  return sources.flatMap((source) => {
    const found = find(source)
    return found ? [[source, found.value] as const] : []
  })
}
