/** Columns that no query gives: of seeds from their file, of sources and models in other languages from what is declared. */
import { loadSeedTable, quoteSeedColumn, type Runtime, seedColumnType } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { ManifestNode, Plain, SeedNode, SourceNode } from '../core/node.js'
import { type Dialect, foldName } from '../sql/index.js'
import type { KnownColumn, KnownRelation } from './catalog.js'

export function seedColumns(runtime: Runtime, seed: SeedNode, dialect: Dialect): KnownRelation {
  const types = (seed.config['column_types'] ?? {}) as Plain
  try {
    const table = loadSeedTable(runtime.project, seed)
    const columns = table.columnNames.map((name, index) => {
      const declared = types[name]
      const type = declared === undefined ? seedColumnType(runtime.module, table, index) : String(declared)
      const quoted = quoteSeedColumn(runtime.module, name, seed.config['quote_columns']) !== name
      return { name: stored(name, quoted, dialect), type }
    })
    return { columns }
  } catch (error) {
    // Its own run says what is wrong with the file.
    if (error instanceof SluiceError) return { columns: undefined }
    throw error
  }
}

/** With a type for each column somebody took the trouble to write the table down; with less it is a few words about some columns. */
export function declaredColumns(node: ManifestNode | SourceNode, dialect: Dialect): KnownRelation {
  const specs = Object.values(node.columns)
  if (specs.length === 0) return { columns: undefined }
  const columns = specs.map(({ name, data_type, quote }) => ({ name: stored(name, quote === true, dialect), type: data_type }))
  return { columns, declared: columns.every(({ type }) => type !== null) ? 'typed' : 'partly' }
}

const snapshotNames = ['dbt_scd_id', 'dbt_updated_at', 'dbt_valid_from', 'dbt_valid_to'] as const

/** What a snapshot adds to the columns of its query. */
export function snapshotColumns(node: ManifestNode, dialect: Dialect): KnownColumn[] {
  const renamed = (node.config['snapshot_meta_column_names'] ?? {}) as Plain
  const names = node.config['hard_deletes'] === 'new_record' ? [...snapshotNames, 'dbt_is_deleted'] : snapshotNames
  const text = dialect === 'snowflake' || dialect === 'duckdb' ? 'varchar' : 'text'
  return names.map((name) => ({
    name: stored(String(renamed[name] ?? name), false, dialect),
    type: name === 'dbt_scd_id' || name === 'dbt_is_deleted' ? text : 'timestamp',
  }))
}

/** As the warehouse keeps a name that its DDL quoted or not. */
function stored(name: string, quoted: boolean, dialect: Dialect): string {
  return quoted || (dialect !== 'postgres' && dialect !== 'snowflake') ? name : foldName(name, false, dialect)
}
