/** What the warehouse says of the relations of the project: one `get_catalog` call for each database, rows sorted into tables. */
import type { CatalogColumn, CatalogInput, CatalogStat, CatalogTable } from '../artifacts/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { ManifestNode, Plain, SourceNode, UniqueId } from '../core/node.js'
import { Relation } from '../core/relation.js'
import { Table } from '../core/table.js'
import { toPlain } from '../jinja/index.js'

type Described = ManifestNode | SourceNode

export async function readCatalog(runtime: Runtime, selected: ReadonlySet<UniqueId>): Promise<CatalogInput> {
  const nodes = described(runtime, selected)
  const byKey = new Map<string, Described[]>()
  for (const node of nodes) byKey.set(keyOf(runtime, node), [...(byKey.get(keyOf(runtime, node)) ?? []), node])
  const { rows, errors } = await askWarehouse(runtime, nodes)
  const found: { nodes: Record<UniqueId, CatalogTable>; sources: Record<UniqueId, CatalogTable> } = { nodes: {}, sources: {} }
  for (const [key, table] of tablesOf(runtime, rows))
    for (const node of byKey.get(key) ?? []) {
      const group = node.resource_type === 'source' ? found.sources : found.nodes
      group[node.unique_id] = { ...table, unique_id: node.unique_id }
    }
  return { ...found, errors: errors.length > 0 ? errors : null }
}

function described(runtime: Runtime, selected: ReadonlySet<UniqueId>): Described[] {
  const { manifest } = runtime
  const nodes = Object.values(manifest.nodes).filter(
    (node) => ['model', 'seed', 'snapshot'].includes(node.resource_type) && node.config.materialized !== 'ephemeral',
  )
  return [...nodes, ...Object.values(manifest.sources)].filter((node) => selected.has(node.unique_id))
}

function keyOf(runtime: Runtime, node: Described): string {
  const identifier = 'identifier' in node ? node.identifier : node.alias
  return new Relation(runtime.module.relationStyle, { database: node.database, schema: node.schema, identifier }).key
}

interface Answer {
  readonly rows: readonly Plain[]
  readonly errors: readonly string[]
}

async function askWarehouse(runtime: Runtime, nodes: readonly Described[]): Promise<Answer> {
  const rows: Plain[] = []
  const errors: string[] = []
  const connection = await runtime.adapter.connect('catalog')
  try {
    for (const database of new Set(nodes.map((node) => node.database))) {
      const schemas = [...new Set(nodes.filter((node) => node.database === database).map((node) => node.schema))]
      const scope = runtime.operationScope(connection)
      const information = new Relation(runtime.module.relationStyle, { database, schema: 'INFORMATION_SCHEMA' })
      try {
        const table = await scope.callMacro('get_catalog', [information, schemas])
        if (table instanceof Table) for (const row of table.rows) rows.push(rowObject(table, row.cells))
      } catch (error) {
        if (!(error instanceof SluiceError)) throw error
        errors.push(error.message)
      }
    }
  } finally {
    if (connection.inTransaction) await connection.rollback()
    await connection.close()
  }
  return { rows, errors }
}

function rowObject(table: Table, cells: readonly unknown[]): Plain {
  return Object.fromEntries(table.columnNames.map((name, index) => [name.toLowerCase(), toPlain(cells[index]) ?? null]))
}

function tablesOf(runtime: Runtime, rows: readonly Plain[]): Map<string, Omit<CatalogTable, 'unique_id'>> {
  const tables = new Map<string, { table: Omit<CatalogTable, 'unique_id'>; columns: Map<string, CatalogColumn> }>()
  for (const row of rows) {
    const [database, schema, identifier] = [row.table_database, row.table_schema, row.table_name].map(textOrNull)
    const { key } = new Relation(runtime.module.relationStyle, { database, schema, identifier })
    const known = tables.get(key) ?? newTable(row)
    tables.set(key, known)
    const column = columnOf(row)
    if (column) known.columns.set(column.name, column)
  }
  return new Map([...tables].map(([key, { table, columns }]) => [key, { ...table, columns: Object.fromEntries(columns) }]))
}

function newTable(row: Plain): { table: Omit<CatalogTable, 'unique_id'>; columns: Map<string, CatalogColumn> } {
  const metadata = {
    type: String(row.table_type ?? ''),
    schema: String(row.table_schema ?? ''),
    name: String(row.table_name ?? ''),
    database: textOrNull(row.table_database),
    comment: textOrNull(row.table_comment),
    owner: textOrNull(row.table_owner),
  }
  return { table: { metadata, columns: {}, stats: statsOf(row) }, columns: new Map() }
}

function columnOf(row: Plain): CatalogColumn | undefined {
  const name = row.column_name
  if (typeof name !== 'string') return undefined
  return { type: String(row.column_type ?? ''), index: Number(row.column_index ?? 0), name, comment: textOrNull(row.column_comment) }
}

/** `stats:<id>:label|value|description|include` columns; `has_stats` says whether there are any. */
function statsOf(row: Plain): CatalogTable['stats'] {
  const ids = new Set(Object.keys(row).flatMap((name) => /^stats:([^:]+):/.exec(name)?.[1] ?? []))
  const stats: Record<string, CatalogStat> = {}
  for (const id of ids) {
    const field = (name: string) => row[`stats:${id}:${name}`]
    if (!field('include')) continue
    stats[id] = {
      id,
      label: String(field('label')),
      value: field('value') as CatalogStat['value'],
      include: true,
      description: String(field('description') ?? ''),
    }
  }
  const value = Object.keys(stats).length > 0
  return {
    ...stats,
    has_stats: {
      id: 'has_stats',
      label: 'Has Stats?',
      value,
      include: false,
      description: 'Indicates whether there are statistics for this table',
    },
  }
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
