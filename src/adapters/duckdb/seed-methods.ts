/** Seeds from templates: the driver reads the CSV file itself, in one COPY, and says what it sent. */
import { join } from 'node:path'
import { Table } from '../../core/table.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import { getItem, isUndefined, toPlain, toText } from '../../jinja/index.js'
import type { Adapter, Connection, SeedLoad } from '../adapter.js'
import { quoteIdentifier, quoteText } from './relation-style.js'

export function seedMethods(connection: Connection, loadSeed: Adapter['loadSeed']): Readonly<Record<string, TemplateFunction>> {
  return {
    get_seed_file_path: define('get_seed_file_path', ['model'], seedFile),
    load_seed: define('load_seed', ['model', 'agate_table'], async (model: unknown, table: Table) => {
      const request = seedRequest(model, table)
      await loadSeed(request, connection)
      return seedStatement(request)
    }),
    convert_datetimes_to_strs: define('convert_datetimes_to_strs', ['table'], datetimesAsText),
  }
}

export function seedStatement(request: SeedLoad): string {
  const columns = request.columns.map((column) => column.quoted).join(', ')
  return `COPY ${request.relation} (${columns}) FROM ${quoteText(request.file)} (FORMAT CSV, HEADER TRUE, DELIMITER ${quoteText(request.delimiter)})`
}

function seedRequest(model: unknown, table: Table): SeedLoad {
  const config = toPlain(getItem(model, 'config')) as { readonly delimiter?: string; readonly quote_columns?: boolean | null }
  const quote = (name: string) => (config.quote_columns === false ? name : quoteIdentifier(name))
  return {
    relation: text(getItem(model, 'relation_name')),
    file: seedFile(model),
    delimiter: config.delimiter ?? ',',
    columns: table.columnNames.map((name, index) => ({ name, type: table.columnTypes[index] ?? 'Text', quoted: quote(name) })),
    table,
  }
}

function seedFile(model: unknown): string {
  return join(text(getItem(model, 'root_path')), text(getItem(model, 'original_file_path')))
}

function text(value: unknown): string {
  return isUndefined(value) || value === null ? '' : toText(value)
}

/** Bound values are plain; a date and time goes as Python's str() of it. */
function datetimesAsText(table: Table): Table {
  const rows = table.rows.map((row) =>
    row.cells.map((cell, index) => (table.columnTypes[index] === 'DateTime' && cell !== null ? toText(cell) : cell)),
  )
  return new Table(table.columnNames, table.columnTypes, rows)
}
