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
    const names = [...declared.map(({ name }) => name), ...[...found.values()].map(({ name }) => name)]
    const unique = new Map(names.map((name) => [name.toLowerCase(), name]).reverse() as [string, string][])
    const order = [...new Set(names.map((name) => name.toLowerCase()))]
    const byColumn = testsByColumn(tests.get(resource.unique_id) ?? [])
    return order.map((key) => this.#column(resource, unique.get(key) ?? key, specs.get(key), found.get(key), byColumn.get(key) ?? []))
  }

  #column(resource: Resource, name: string, spec: ColumnSpec | undefined, found: Found | undefined, tests: readonly string[]): SiteColumn {
    const said = this.#said?.text(resource.unique_id, found?.lineageName ?? name)
    const from = said?.from ? { node: this.#making.place.get(said.from.node) ?? -1, column: said.from.column } : null
    const tags = this.#said?.tags(resource.unique_id, found?.lineageName ?? name).map(({ tag }) => tag) ?? spec?.tags ?? []
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
