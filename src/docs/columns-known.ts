/** The columns of each node: those its files declare, the warehouse tells of, or its SQL makes; with what is said of each. */
import type { ColumnSpec, Resource } from '../core/node.js'
import type { ColumnsDescribed } from '../lineage/index.js'
import type { SiteCatalogTable, SiteInput } from './input.js'
import type { SiteMaking } from './making.js'
import type { SiteColumn, SiteTest } from './model/index.js'
import { columnsOf, textOf } from './resources.js'

export class ColumnsKnown {
  readonly #making: SiteMaking
  readonly #said: ColumnsDescribed | null

  private constructor(making: SiteMaking, said: ColumnsDescribed | null) {
    this.#making = making
    this.#said = said
  }

  /** What reads SQL is loaded only where something of it is to be shown. */
  static async of(making: SiteMaking): Promise<ColumnsKnown> {
    const { manifest, sql } = making.input
    return new ColumnsKnown(making, sql ? (await import('../lineage/index.js')).describeColumns(manifest, sql) : null)
  }

  ofNode(resource: Resource): SiteColumn[] {
    const { input, tests } = this.#making
    const catalog = input.catalog?.nodes[resource.unique_id] ?? input.catalog?.sources[resource.unique_id]
    const found = foundColumns(input, resource, catalog)
    const declared = Object.values(columnsOf(resource))
    const specs = new Map(declared.map((column) => [column.name.toLowerCase(), column]))
    // As its files write it, in their order; then what else is there.
    const names = new Map<string, string>()
    for (const { name } of [...declared, ...found.values()]) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
    const byColumn = testsByColumn(tests.get(resource.unique_id) ?? [])
    return [...names].map(([key, name]) => this.#column(resource, name, specs.get(key), found.get(key), byColumn.get(key) ?? none))
  }

  #column(resource: Resource, name: string, spec: ColumnSpec | undefined, found: Found | undefined, tests: readonly string[]): SiteColumn {
    const said = this.#said?.text(resource.unique_id, found?.lineageName ?? name)
    const from = said?.from ? { node: this.#making.place.get(said.from.node) ?? -1, column: said.from.column } : null
    const told = this.#said?.tags(resource.unique_id, found?.lineageName ?? name)
    const tags = told === undefined ? (spec?.tags ?? none) : told.length === 0 ? none : told.map(({ tag }) => tag)
    return {
      name,
      type: found?.type || spec?.data_type || '',
      description: spec?.description || said?.text || found?.comment || '',
      from: spec?.description ? null : from,
      tags,
      tests,
      constraints: (spec?.constraints ?? []).map((each) => textOf((each as { readonly type?: unknown }).type)),
    }
  }
}

const none: readonly string[] = []

interface Found {
  readonly name: string
  readonly type: string
  readonly comment: string
  readonly lineageName: string | undefined
}

/** The warehouse knows best; then the SQL. By lower-case name, in order. */
function foundColumns(input: SiteInput, resource: Resource, catalog: SiteCatalogTable | undefined): Map<string, Found> {
  const known = input.sql?.nodes.get(resource.unique_id)?.columns ?? []
  const ofSql = new Map(known.map((column) => [column.name.toLowerCase(), column]))
  const rows = Object.values(catalog?.columns ?? {}).sort((a, b) => a.index - b.index)
  const found = new Map<string, Found>()
  for (const { name, type, comment } of rows) {
    const key = name.toLowerCase()
    found.set(key, { name, type, comment: comment ?? '', lineageName: ofSql.get(key)?.name })
  }
  for (const [key, { name, type }] of ofSql) if (!found.has(key)) found.set(key, { name, type: type ?? '', comment: '', lineageName: name })
  return found
}

function testsByColumn(tests: readonly SiteTest[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { column, id } of tests) {
    const key = column.toLowerCase()
    const list = found.get(key)
    if (list) list.push(id)
    else found.set(key, [id])
  }
  return found
}
