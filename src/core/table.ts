/** A query result as templates see it: rows and columns by index or name, the part of agate's Table that dbt code uses. */

import { MappedSequence } from './mapped-sequence.js'
import type { TableData } from './table-data.js'
import { byValue, tableMethods } from './table-methods.js'
import { type PrintOptions, printTable } from './table-print.js'
import { type Cell, Row } from './table-row.js'
import { agateTypeOf } from './table-type.js'
import { attribute, define, item, iterate, kind, missing, size, text } from './template-object.js'
import { Tuple } from './tuple.js'

export { type Cell, Row } from './table-row.js'

export class Table implements TableData {
  readonly columnNames: readonly string[]
  readonly columnTypes: readonly string[]
  readonly rows: readonly Row[]
  printer: ((text: string) => void) | undefined
  writer: ((path: string, text: string) => void) | undefined

  constructor(columnNames: readonly string[], columnTypes: readonly string[], rows: readonly (readonly Cell[])[]) {
    this.columnNames = columnNames
    this.columnTypes = columnTypes
    this.rows = rows.map((cells) => new Row(columnNames, cells))
  }

  static empty = new Table([], [], [])

  #columns(): readonly TableColumn[] {
    return this.columnNames.map((name, index) => new TableColumn(this, index, name))
  }

  [attribute](name: string): unknown {
    switch (name) {
      case 'rows':
        return new MappedSequence(null, () => this.rows)
      case 'columns':
        return new MappedSequence(this.columnNames, () => this.#columns())
      case 'column_names':
        return Tuple.from(this.columnNames)
      case 'column_types':
        return Tuple.from(this.columnTypes)
      default:
        return tableMethods[name]?.(this) ?? missing
    }
  }

  *[iterate](): Iterable<unknown> {
    yield* this.rows
  }

  [size](): number {
    return this.rows.length
  }

  /** Its columns, as agate prints a table. */
  [text](): string {
    return this.structure()
  }

  get [kind](): { typeName: string } {
    return { typeName: 'Table' }
  }

  [item](key: unknown): unknown {
    const row = typeof key === 'number' ? this.rows.at(key) : undefined
    return row ?? missing
  }

  project(names: readonly string[]): Table {
    const indexes = names.map((name) => this.columnNames.indexOf(name)).filter((index) => index >= 0)
    const types = indexes.map((index) => this.columnTypes[index] ?? '')
    const cells = this.rows.map((row) => indexes.map((index) => row.cells[index]))
    return this.derive(
      indexes.map((index) => this.columnNames[index] ?? ''),
      types,
      cells,
    )
  }

  derive(columnNames: readonly string[], columnTypes: readonly string[], rows: readonly (readonly Cell[])[]): Table {
    const table = new Table(columnNames, columnTypes, rows)
    table.printer = this.printer
    table.writer = this.writer
    return table
  }

  withRows(rows: readonly Row[]): Table {
    const cells = rows.map((row) => row.cells)
    return this.derive(this.columnNames, this.columnTypes, cells)
  }

  structure(): string {
    const columns = this.columnNames.map((name, index) => [name, agateTypeOf(this, index)])
    return printTable(['column', 'data_type'], columns, { maxRows: null, maxColumnWidth: null })
  }

  toText(options: PrintOptions = {}): string {
    const cells = this.rows.map((row) => row.cells)
    return printTable(this.columnNames, cells, options)
  }
}

class TableColumn extends MappedSequence<Cell> {
  readonly #table: Table
  readonly #index: number
  readonly name: string

  constructor(table: Table, index: number, name: string) {
    super(null, () => table.rows.map((row) => row.cells[index]))
    this.#table = table
    this.#index = index
    this.name = name
  }

  override [attribute](name: string): unknown {
    switch (name) {
      case 'name':
        return this.name
      case 'index':
        return this.#index
      case 'data_type':
        return this.#table.columnTypes[this.#index] ?? null
      case 'values_distinct':
        return define('values_distinct', [], () => Tuple.from(new Set(this[iterate]())))
      case 'values_sorted':
        return define('values_sorted', [], () => [...this[iterate]()].sort(byValue))
      case 'values_without_nulls':
        return define('values_without_nulls', [], () => Tuple.from([...this[iterate]()].filter((cell) => cell !== null)))
      default:
        return super[attribute](name)
    }
  }

  override get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'Column', is: ['sequence'] }
  }
}
