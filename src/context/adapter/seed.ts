/** `adapter.load_seed`: the rows of a seed by the driver's own reader, inside the transaction of the materialization. */
import { resolve } from 'node:path'
import type { SeedNode } from '../../core/node.js'
import type { Table } from '../../core/table.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import { getItem } from '../../jinja/index.js'
import { raised } from '../errors.js'
import type { AdapterHost } from './host.js'
import { quoteSeedColumn, seedColumnType } from './pure.js'

export function seedFunction(host: AdapterHost): TemplateFunction {
  return define('load_seed', ['model', 'agate_table'], async (model: unknown, table: Table) => {
    const { runtime, connection } = host
    const seed = runtime.manifest.nodes[String(getItem(model, 'unique_id'))]
    if (seed?.resource_type !== 'seed') throw raised('load_seed() is for seeds only')
    const request = {
      // Under another alias where it is loaded beside the table that stands.
      relation: runtime.relationOf({ ...seed, alias: String(getItem(model, 'alias')) }).renderName(),
      file: resolve(seed.root_path ?? runtime.project.root.root, seed.original_file_path),
      delimiter: typeof seed.config['delimiter'] === 'string' ? seed.config['delimiter'] : ',',
      columns: columnsOf(host, seed, table),
      table,
    }
    await connection.begin()
    await runtime.adapter.loadSeed(request, connection)
    // Stands for the statement below target/run.
    return `copy ${request.relation} from '${seed.original_file_path}'`
  })
}

function columnsOf(host: AdapterHost, seed: SeedNode, table: Table): { name: string; type: string; quoted: string }[] {
  const { module } = host.runtime
  const declared = (seed.config['column_types'] ?? {}) as Readonly<Record<string, unknown>>
  return table.columnNames.map((name, index) => ({
    name,
    type: String(declared[name] ?? seedColumnType(module, table, index)),
    quoted: quoteSeedColumn(module, name, seed.config['quote_columns']),
  }))
}
