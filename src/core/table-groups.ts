/** A table taken apart by the values of a column: agate's TableSet, a sequence of tables that their values name. */
import { MappedSequence } from './mapped-sequence.js'
import type { TableData } from './table-data.js'
import { printTable } from './table-print.js'
import type { Row } from './table-row.js'
import { attribute, define, item, kind, text } from './template-object.js'
import { Tuple } from './tuple.js'

export function groupBy(table: TableData, key: string, keyName: string): TableSet {
  const groups = new Map<unknown, Row[]>()
  for (const row of table.rows) {
    const value = row.get(key)
    const known = [...groups.keys()].find((other) => String(other) === String(value)) ?? value
    groups.set(known, [...(groups.get(known) ?? []), row])
  }
  const tables = [...groups.values()].map((rows) => table.withRows(rows))
  return new TableSet([...groups.keys()], tables, keyName, table)
}

class TableSet extends MappedSequence<TableData> {
  readonly #keys: readonly unknown[]
  readonly #tables: readonly TableData[]
  readonly #keyName: string
  readonly #whole: TableData

  constructor(keys: readonly unknown[], tables: readonly TableData[], keyName: string, whole: TableData) {
    super(keys.map(String), () => tables)
    this.#keys = keys
    this.#tables = tables
    this.#keyName = keyName
    this.#whole = whole
  }

  override [item](key: unknown): unknown {
    const index = this.#keys.findIndex((known) => known === key || String(known) === String(key))
    return index < 0 ? super[item](key) : this.#tables[index]
  }

  override [attribute](name: string): unknown {
    switch (name) {
      case 'keys':
        return define('keys', [], () => Tuple.from(this.#keys))
      case 'items':
        return define('items', [], () => Tuple.from(this.#keys.map((key, index) => Tuple.of<unknown>(key, this.#tables[index]))))
      case 'key_name':
        return this.#keyName
      case 'column_names':
      case 'column_types':
        return this.#whole[attribute]?.(name)
      case 'aggregate':
        return define('aggregate', ['aggregations'], () =>
          this.#whole.derive(
            [this.#keyName],
            [''],
            this.#keys.map((key) => [key]),
          ),
        )
      case 'merge':
        return define('merge', ['**options'], () => this.#merged())
      case 'print_structure':
        return define('print_structure', ['**options'], () => this.#whole.printer?.(this[text]()) ?? null)
      default:
        return super[attribute](name)
    }
  }

  #merged(): TableData {
    const rows = this.#tables.flatMap((table, index) => table.rows.map((row) => [this.#keys[index], ...row.cells]))
    return this.#whole.derive([this.#keyName, ...this.#whole.columnNames], ['', ...this.#whole.columnTypes], rows)
  }

  override [text](): string {
    const counts = this.#tables.map((table, index) => [String(this.#keys[index]), String(table.rows.length)])
    return printTable(['table', 'rows'], counts, { maxRows: null })
  }

  override get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'TableSet', is: ['sequence'] }
  }
}
