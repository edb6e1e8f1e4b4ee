/** Columns as the properties files have them, for SQL that is written without a warehouse. */
import { Column } from '../core/column.js'
import type { Manifest } from '../core/manifest.js'
import type { ColumnSpec, ManifestNode, Plain, SourceNode, UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import type { AdapterModule } from './adapter.js'
import type { ColumnSource } from './offline.js'

type Described = ManifestNode | SourceNode

export function documentedColumns(module: AdapterModule, manifest: Manifest): ColumnSource {
  const key = (database: string | null, schema: string | null, name: string | null): string =>
    [database, schema, name].map((part) => module.relationStyle.fold(part ?? '')).join('\u0000')
  const byRelation = new Map<string, Described>()
  for (const node of Object.values(manifest.nodes)) byRelation.set(key(node.database, node.schema, node.alias), node)
  for (const source of Object.values(manifest.sources)) byRelation.set(key(source.database, source.schema, source.identifier), source)
  return (of: Relation | string, at: UniqueId | undefined) => {
    if (typeof of === 'string') {
      const node = nodeAt(manifest, at)
      return node ? queried(of, columnsOf(module, node.resource_type === 'snapshot' ? Object.values(node.columns) : specsOf(node))) : []
    }
    const node = byRelation.get(key(of.database, of.schema, of.identifier)) ?? nodeAt(manifest, at)
    return node ? columnsOf(module, specsOf(node)) : []
  }
}

/** Of a query that takes columns by name from another one, as snapshots ask for theirs, these; else all. */
function queried(sql: string, columns: readonly Column[]): readonly Column[] {
  const [, list] = /^\s*select\s+((?:["\w]+\s*,\s*)*["\w]+)\s+from\s*\(/i.exec(sql) ?? []
  if (list === undefined) return columns
  const plain = (name: string) => name.replaceAll('"', '').trim().toLowerCase()
  const taken = list.split(',').map((name) => columns.find((column) => column.name.toLowerCase() === plain(name)))
  return taken.every((column) => column !== undefined) ? taken : columns
}

/** The rows of a unit test have the columns of the model it tests. */
function nodeAt(manifest: Manifest, id: UniqueId | undefined): Described | undefined {
  if (id === undefined) return undefined
  const test = manifest.unit_tests[id]
  return manifest.nodes[test?.tested_node_unique_id ?? test?.depends_on.nodes[0] ?? id]
}

function columnsOf(module: AdapterModule, specs: readonly Spec[]): Column[] {
  const text = module.seedType('Text', { decimals: false })
  return specs.map(({ name, data_type, quote }) => {
    // The warehouse folds what its DDL did not quote.
    const stored = quote === true ? name : module.relationStyle.fold(name)
    return new Column(module.types, { name: stored, dtype: module.types.translate(data_type ?? text) })
  })
}

type Spec = Pick<ColumnSpec, 'name' | 'data_type' | 'quote'>

function specsOf(node: Described): readonly Spec[] {
  const specs: Spec[] = Object.values(node.columns)
  if (node.resource_type === 'seed') return seedSpecs(specs, (node.config['column_types'] ?? {}) as Plain)
  return node.resource_type === 'snapshot' ? snapshotSpecs(specs, node.config) : specs
}

function seedSpecs(specs: readonly Spec[], types: Plain): Spec[] {
  const names = new Set([...specs.map(({ name }) => name), ...Object.keys(types)])
  return [...names].map((name) => {
    const spec = specs.find((candidate) => candidate.name === name)
    const declared = types[name]
    return { name, quote: spec?.quote ?? null, data_type: declared === undefined ? (spec?.data_type ?? null) : String(declared) }
  })
}

const snapshotTypes: readonly (readonly [name: string, type: string | null])[] = [
  ['dbt_scd_id', null],
  ['dbt_updated_at', 'timestamp'],
  ['dbt_valid_from', 'timestamp'],
  ['dbt_valid_to', 'timestamp'],
]

/** None where nobody wrote any down: those a snapshot adds are no table alone. */
function snapshotSpecs(specs: readonly Spec[], config: Plain): readonly Spec[] {
  if (specs.length === 0) return specs
  const renamed = (config['snapshot_meta_column_names'] ?? {}) as Plain
  const kept = config['hard_deletes'] === 'new_record' ? [...snapshotTypes, ['dbt_is_deleted', null] as const] : snapshotTypes
  const added = kept.map(([name, data_type]) => ({ name: String(renamed[name] ?? name), data_type, quote: null }))
  const own = new Set(specs.map(({ name }) => name.toLowerCase()))
  return [...specs, ...added.filter(({ name }) => !own.has(name.toLowerCase()))]
}
