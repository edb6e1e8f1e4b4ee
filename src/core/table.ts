/** A query result as templates see it: rows and columns by index or name, the part of agate's Table that dbt code uses. */

import { MappedSequence } from './mapped-sequence.js'
import { type PrintOptions, printTable } from './table-print.js'
import { type Cell, Row } from './table-row.js'
import { attribute, compare, define, item, iterate, kind, missing, size, type TemplateObject, text } from './template-object.js'
import { Tuple } from './tuple.js'

export { type Cell, Row } from './table-row.js'

export class Table implements TemplateObject {
  readonly columnNames: readonly string[]
  /** The warehouse's type names, or agate's class names for a seed. */
  readonly columnTypes: readonly string[]
  readonly rows: readonly Row[]
  /** Where `print_table` writes; without it the text is the answer. */
  printer: ((text: string) => void) | undefined

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

  [text](): string {
    return this.toText()
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

  /** A table made from this one, which prints where this one prints. */
  derive(columnNames: readonly string[], columnTypes: readonly string[], rows: readonly (readonly Cell[])[]): Table {
    const table = new Table(columnNames, columnTypes, rows)
    table.printer = this.printer
    return table
  }

  /** The same columns with some of the rows, or in another order. */
  withRows(rows: readonly Row[]): Table {
    const cells = rows.map((row) => row.cells)
    return this.derive(this.columnNames, this.columnTypes, cells)
  }

  /** Markdown-like text, as `print_table` shows it. */
  toText(options: PrintOptions = {}): string {
    const cells = this.rows.map((row) => row.cells)
    return printTable(this.columnNames, cells, options)
  }
}

const printParams = ['max_rows?', 'max_columns?', 'output?', 'max_column_width?', 'locale?', 'max_precision?']

const tableMethods: Readonly<Record<string, (table: Table) => unknown>> = {
  print_table: (table) =>
    define('print_table', printParams, (maxRows, maxColumns, _output, maxColumnWidth, _locale, maxPrecision) => {
      const shown = table.toText({ maxRows, maxColumns, maxColumnWidth, maxPrecision })
      if (!table.printer) return shown
      table.printer(shown)
      return null
    }),
  select: (table) => define('select', ['key'], (key: string | readonly string[]) => table.project(typeof key === 'string' ? [key] : key)),
  exclude: (table) =>
    define('exclude', ['key'], (key: string | readonly string[]) => {
      const drop = typeof key === 'string' ? [key] : key
      return table.project(table.columnNames.filter((name) => !drop.includes(name)))
    }),
  rename: (table) =>
    define('rename', ['column_names?', '**options'], (names?: readonly string[] | Readonly<Record<string, string>>) => {
      const renamed = table.columnNames.map((name, index) => (isNameList(names) ? names[index] : names?.[name]) ?? name)
      const cells = table.rows.map((row) => row.cells)
      return table.derive(renamed, table.columnTypes, cells)
    }),
  limit: (table) =>
    define('limit', ['start_or_stop?', 'stop?'], (start?: number, stop?: number) =>
      table.withRows(stop === undefined ? table.rows.slice(0, start) : table.rows.slice(start, stop)),
    ),
  order_by: (table) =>
    define('order_by', ['key', 'reverse?'], (key: string | readonly string[], reverse = false) =>
      table.withRows(ordered(table, key, reverse)),
    ),
  distinct: (table) => define('distinct', ['key?'], (key?: string | readonly string[]) => table.withRows(distinct(table, key))),
}

/** By the cells of one or more columns; nulls last. */
function ordered(table: Table, key: string | readonly string[], reverse: boolean): readonly Row[] {
  const keys = typeof key === 'string' ? [key] : key
  const sorted = [...table.rows].sort((a, b) => keys.map((name) => order(a.get(name), b.get(name))).find((step) => step !== 0) ?? 0)
  return reverse ? sorted.reverse() : sorted
}

function order(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const own = (a as TemplateObject)[compare]?.(b)
  if (typeof own === 'number') return own
  const [left, right] = typeof a === 'string' ? [a, String(b)] : [Number(a), Number(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function distinct(table: Table, key: string | readonly string[] | undefined): readonly Row[] {
  const keys = key === undefined ? table.columnNames : typeof key === 'string' ? [key] : key
  const seen = new Set<string>()
  return table.rows.filter((row) => {
    const cells = JSON.stringify(keys.map((name) => String(row.get(name))))
    return !seen.has(cells) && Boolean(seen.add(cells))
  })
}

function isNameList(names: unknown): names is readonly string[] {
  return Array.isArray(names)
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
