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
  return (relation: Relation | null, at: UniqueId | undefined) => {
    const known = relation && byRelation.get(key(relation.database, relation.schema, relation.identifier))
    const node = known ?? nodeAt(manifest, at)
    return node ? columnsOf(module, node) : []
  }
}

/** The rows of a unit test have the columns of the model it tests. */
function nodeAt(manifest: Manifest, id: UniqueId | undefined): Described | undefined {
  if (id === undefined) return undefined
  const test = manifest.unit_tests[id]
  return manifest.nodes[test?.tested_node_unique_id ?? test?.depends_on.nodes[0] ?? id]
}

function columnsOf(module: AdapterModule, node: Described): Column[] {
  const text = module.seedType('Text', { decimals: false })
  return specsOf(node).map(({ name, data_type, quote }) => {
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

function snapshotSpecs(specs: readonly Spec[], config: Plain): Spec[] {
  const renamed = (config['snapshot_meta_column_names'] ?? {}) as Plain
  const kept = config['hard_deletes'] === 'new_record' ? [...snapshotTypes, ['dbt_is_deleted', null] as const] : snapshotTypes
  const added = kept.map(([name, data_type]) => ({ name: String(renamed[name] ?? name), data_type, quote: null }))
  const own = new Set(specs.map(({ name }) => name.toLowerCase()))
  return [...specs, ...added.filter(({ name }) => !own.has(name.toLowerCase()))]
}
