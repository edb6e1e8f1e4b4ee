/** A seed's CSV as a table with column types, the way agate reads it for dbt: `load_agate_table()`. */
import { CsvError, parse } from 'csv-parse/sync'
import type { SluiceError } from '../../core/error.js'
import type { SeedNode } from '../../core/node.js'
import type { Project } from '../../core/project.js'
import { Table } from '../../core/table.js'
import { configInvalid, seedRagged, seedType, seedUnreadable } from '../errors.js'
import { type AgateType, agateTypes, misfit, textValue } from './agate-types.js'

export interface CsvSource {
  readonly text: string
  readonly file: string
  readonly delimiter: string
  /** Columns that stay text because their type is configured. */
  readonly textColumns: readonly string[]
  readonly nodeId?: string
}

interface CsvRow {
  readonly cells: readonly string[]
  readonly line: number
}

export function loadSeedTable(project: Project, seed: SeedNode): Table {
  return readCsvTable(sourceOf(project, seed))
}

function sourceOf(project: Project, seed: SeedNode): CsvSource {
  const home = project.packages.find((entry) => entry.name === seed.package_name)
  const file = home?.files.find((entry) => entry.path === seed.original_file_path)
  const at = { file: seed.original_file_path, line: 1, column: 1 }
  if (!file) throw seedUnreadable(`the file of seed ${seed.name} is gone`, at, seed.unique_id)
  const types = seed.config['column_types']
  return {
    text: file.read(),
    file: file.shown,
    delimiter: delimiterOf(seed),
    textColumns: types !== null && typeof types === 'object' ? Object.keys(types) : [],
    nodeId: seed.unique_id,
  }
}

function delimiterOf(seed: SeedNode): string {
  const delimiter = seed.config['delimiter'] ?? ','
  if (typeof delimiter === 'string' && delimiter !== '') return delimiter
  throw configInvalid('delimiter', `it is ${JSON.stringify(delimiter)}`, 'a character between the columns')
}

/** For warehouses that refuse rows which agate fills up: the first row with too few cells. Empty lines are nobody's trouble. */
export function raggedSeed(project: Project, seed: SeedNode): SluiceError | undefined {
  const source = sourceOf(project, seed)
  const [header, ...rows] = readRows(source)
  const short = rows.find((row) => row.cells.length < (header?.cells.length ?? 0) && row.cells.some((cell) => cell !== ''))
  if (!header || !short) return undefined
  return seedRagged({ file: source.file, line: short.line, column: 1 }, short.cells.length, header.cells.length, seed.unique_id)
}

export function readCsvTable(source: CsvSource): Table {
  const [header, ...rows] = readRows(source)
  if (!header)
    throw seedUnreadable(
      'the file is empty; its first line must name the columns',
      { file: source.file, line: 1, column: 1 },
      source.nodeId,
    )
  const names = uniqueNames(header.cells)
  for (const row of rows)
    if (row.cells.length > names.length)
      throw seedRagged({ file: source.file, line: row.line, column: 1 }, row.cells.length, names.length, source.nodeId)
  const columns = names.map((name, index) => readColumn(source, name, index, rows))
  const cells = rows.map((_row, at) => columns.map((column) => column.cells[at]))
  return new Table(
    names,
    columns.map((column) => column.type),
    cells,
  )
}

function readRows(source: CsvSource): readonly CsvRow[] {
  const options = {
    delimiter: source.delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    info: true,
  } as const
  try {
    // Line ends are read as Python's text mode reads them.
    const records = parse(source.text.replace(/\r\n?/g, '\n'), options) as unknown as readonly {
      readonly record: string[]
      readonly info: { readonly lines: number }
    }[]
    return records.map(({ record, info }) => ({ cells: record, line: info.lines - newlinesIn(record) }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1
    throw seedUnreadable(error.message, { file: source.file, line, column: 1 }, source.nodeId)
  }
}

/** The reader tells where a row ends; cells may hold line breaks. */
function newlinesIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
}

/** agate's names: blank ones become letters, repeated ones get a number. */
function uniqueNames(header: readonly string[]): string[] {
  const names: string[] = []
  header.forEach((written, index) => {
    const wanted = written === '' ? letterName(index) : written
    let name = wanted
    for (let count = 2; names.includes(name); count++) name = `${wanted}_${count}`
    names.push(name)
  })
  return names
}

function letterName(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26))
  return letter.repeat(Math.floor(index / 26) + 1)
}

interface TypedColumn {
  readonly type: AgateType
  readonly cells: readonly unknown[]
}

/** The first type that takes every cell. A row that is too short has no value there. */
function readColumn(source: CsvSource, name: string, index: number, rows: readonly CsvRow[]): TypedColumn {
  const texts = rows.map((row) => row.cells[index])
  if (source.textColumns.includes(name)) return { type: 'Text', cells: texts.map((text) => (text === undefined ? null : textValue(text))) }
  for (const { name: type, cast } of agateTypes) {
    const cells: unknown[] = []
    for (const text of texts) {
      const cell = text === undefined ? null : cast(text)
      if (cell === misfit) break
      cells.push(cell)
    }
    if (cells.length === texts.length) return { type, cells }
  }
  const first = rows.find((row) => row.cells[index] !== undefined)
  throw seedType({ file: source.file, line: first?.line ?? 1, column: 1 }, name, first?.cells[index] ?? '', 'text', source.nodeId)
}
